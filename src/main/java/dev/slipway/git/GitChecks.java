package dev.slipway.git;

import dev.slipway.deploy.Check;
import dev.slipway.deploy.Source;
import dev.slipway.deploy.Time;
import dev.slipway.model.App;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What can be found out about the repositories of the apps, and about those that this machine's files lie in. */
public final class GitChecks {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private GitChecks() {}

    /**
     * One for the files that hold secrets, and one for each app's branch, and one for its keys if commits must be signed.
     *
     * @param secretFiles that hold a secret, and should be in no repository
     */
    public static List<Check> of(Source source, List<App> apps, List<Path> secretFiles, Time time) {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_LIMIT)
                .build();
        var checks = new ArrayList<Check>();
        checks.add(new TrackedFiles(secretFiles));
        for (var app : apps) {
            checks.add(new GitCheck(source, app, new ForgeHeaders(client, time), time));
            app.git().signatures().ifPresent(spec -> checks.add(new SignersCheck(app, spec, time)));
        }
        return checks;
    }
}
