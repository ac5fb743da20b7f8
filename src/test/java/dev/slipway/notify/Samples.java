package dev.slipway.notify;

import dev.slipway.model.Destination;
import dev.slipway.model.Login;
import dev.slipway.model.News;
import dev.slipway.model.NotifySpec;
import dev.slipway.model.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** News and destinations for tests. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    static final String COMMIT = "2f6c60b9f2a1c4d5e6f708192a3b4c5d6e7f8091";

    private Samples() {}

    static News failed() {
        return new News(
                News.Kind.FAILED,
                Optional.of("web"),
                "web: 2f6c60b failed",
                List.of("web 2f6c60b: build failed at step 4/9 (RUN npm ci): exit code 1", "still running: fd5f622"),
                List.of("npm ERR! *missing* <script> & @everyone", "slipway: FAILED"),
                Optional.of(new News.Deployed(142, COMMIT)),
                NOON);
    }

    static News about(News.Kind kind, String app) {
        return News.of(kind, Optional.of(app), app + ": " + kind.key(), List.of("what stands"), NOON);
    }

    static News aboutHost(News.Kind kind) {
        return News.of(kind, Optional.empty(), "Slipway: " + kind.key(), List.of("what stands"), NOON);
    }

    static NotifySpec all(Destination to) {
        return new NotifySpec(to, Set.of(), Set.of());
    }

    static Destination ntfy(String url) {
        return new Destination.Ntfy(new Secret(url), Optional.empty(), Optional.empty());
    }

    static Login login(String name, String password) {
        return new Login(name, new Secret(password));
    }
}
