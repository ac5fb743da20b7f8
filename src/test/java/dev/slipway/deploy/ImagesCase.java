package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.slipway.model.App;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.GitSpec;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.Image;
import dev.slipway.model.RunSpec;
import dev.slipway.testkit.RecordedProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Apps and commits for tests of {@link Images}, and what an engine must bring for them. */
public abstract class ImagesCase {
    protected static final Commit A = new Commit("a".repeat(40));
    protected static final Commit B = new Commit("b".repeat(40));
    protected static final Commit C = new Commit("c".repeat(40));

    protected final RecordedProgress log = new RecordedProgress();

    /** What is under test; the engine behind it has no image of the contract's apps. */
    protected abstract Images images() throws Exception;

    /** Names the apps of one test class. */
    protected abstract String appName();

    protected abstract BuildSpec.Builder builder();

    /** A commit that builds. */
    protected abstract Source.Tree sound(Commit commit);

    /** A commit whose Dockerfile fails at a step. */
    protected abstract Source.Tree broken(Commit commit);

    protected Image build(App app, long deployment, Commit commit) throws Exception {
        return images().build(app, deployment, sound(commit), log);
    }

    protected DeployException failure(App app, Source.Tree tree) {
        return assertThrows(DeployException.class, () -> images().build(app, 9, tree, log));
    }

    protected App app() {
        return named(appName());
    }

    protected App named(String name) {
        return app(name, spec(Map.of(), options()));
    }

    protected App with(Map<String, String> args) {
        return app(appName(), spec(args, options()));
    }

    protected App with(BuildSpec.Options options) {
        return app(appName(), spec(Map.of(), options));
    }

    protected BuildSpec.Options options() {
        return new BuildSpec.Options(false, Duration.ofMinutes(2), builder());
    }

    protected static App app(String name, BuildSpec build) {
        return new App(
                name,
                new GitSpec(
                        "https://git.example.com/" + name + ".git", "main", GitSpec.DEFAULT_USERNAME, Optional.empty()),
                build,
                RunSpec.EMPTY,
                new HealthSpec(Optional.empty(), Duration.ofMinutes(1), Duration.ofSeconds(1)),
                new DeployPolicy(Optional.empty(), 5, List.of(), false));
    }

    private static BuildSpec spec(Map<String, String> args, BuildSpec.Options options) {
        return new BuildSpec(".", "Dockerfile", args, Optional.empty(), options, Optional.empty());
    }
}
