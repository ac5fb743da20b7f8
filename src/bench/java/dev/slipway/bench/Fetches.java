package dev.slipway.bench;

import dev.slipway.deploy.Source;
import dev.slipway.git.JGitSource;
import dev.slipway.model.App;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.GitSpec;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.RunSpec;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings a branch's newest commit and reads its build context, as a deployment does, for each line on standard input. */
final class Fetches {
    private Fetches() {}

    /** Arguments: the repository's URL, and the folder for the clone. */
    public static void main(String[] arguments) throws Exception {
        var source = new JGitSource(Path.of(arguments[1]));
        var app = app(arguments[0]);
        for (var next = System.in.read(); next >= 0; next = System.in.read()) {
            if (next == '\n') {
                var tip = (Source.Tip.At) source.tip(app.git());
                try (var tree = source.fetch(app, tip.commit())) {
                    tree.context(app.build()).writeTo(OutputStream.nullOutputStream());
                }
                System.out.println(tip.commit());
            }
        }
    }

    private static App app(String url) {
        return new App(
                "web",
                new GitSpec(url, "main", "user", Optional.empty()),
                new BuildSpec(
                        ".",
                        "Dockerfile",
                        Map.of(),
                        Optional.empty(),
                        new BuildSpec.Options(false, Duration.ofMinutes(30), BuildSpec.Builder.AUTO),
                        Optional.empty()),
                RunSpec.EMPTY,
                new HealthSpec(Optional.empty(), Duration.ofSeconds(60), Duration.ofSeconds(10)),
                new DeployPolicy(Optional.empty(), 5, List.of(), false));
    }
}
