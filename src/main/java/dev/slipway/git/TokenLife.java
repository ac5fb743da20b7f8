package dev.slipway.git;

import dev.slipway.deploy.Time;
import dev.slipway.model.App;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/** Whether the token of an app's repository ends soon, as far as its forge says so. */
public final class TokenLife {
    /** Time enough for who is on holiday. */
    static final Duration SOON = Duration.ofDays(14);

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final Time time;

    public TokenLife(Time time) {
        this.time = time;
    }

    /**
     * What was learned.
     *
     * @param known whether the forge answered at all
     * @param ending in words, if it ends soon or has ended
     */
    public record Answer(boolean known, Optional<String> ending) {}

    /** Asks the forge, for a few seconds at most. */
    public Answer of(App app) throws InterruptedException {
        if (app.git().token().isEmpty()) {
            return new Answer(true, Optional.empty());
        }
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_LIMIT)
                .build();
        try (client) {
            return of(new ForgeHeaders(client, time).ask(app.git()));
        }
    }

    /** What the headers mean. */
    Answer of(ForgeHeaders.Said said) {
        var ending = said.tokenExpires()
                .filter(at -> Duration.between(time.now(), at).compareTo(SOON) < 0)
                .map(at -> (at.isBefore(time.now()) ? "it expired on " : "it expires on ")
                        + at.atZone(time.zone()).toLocalDate());
        return new Answer(said.clock().isPresent() || said.tokenExpires().isPresent(), ending);
    }
}
