package dev.slipway.testkit;

import dev.slipway.model.App;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.GitSpec;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.RunSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Apps as the configuration's defaults have them, for tests that look at something else. */
public final class Apps {
    private Apps() {}

    public static App app(String name) {
        return app(name, 5);
    }

    public static App app(String name, int keep) {
        return app(name, keep, RunSpec.EMPTY);
    }

    public static App app(String name, RunSpec run) {
        return app(name, 5, run);
    }

    private static App app(String name, int keep, RunSpec run) {
        return new App(
                name,
                new GitSpec("https://example.org/" + name + ".git", "main", "user", Optional.empty()),
                new BuildSpec(
                        ".",
                        "Dockerfile",
                        Map.of(),
                        Optional.empty(),
                        new BuildSpec.Options(false, Duration.ofMinutes(30), BuildSpec.Builder.AUTO),
                        Optional.empty()),
                run,
                new HealthSpec(Optional.empty(), Duration.ofSeconds(60), Duration.ofSeconds(10)),
                new DeployPolicy(Optional.empty(), keep, List.of(), false));
    }
}
