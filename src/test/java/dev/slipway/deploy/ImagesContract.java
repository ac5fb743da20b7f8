package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
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
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link Images} promises, whatever it builds with. */
public abstract class ImagesContract {
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

    @Test
    void findsWhatItBuilt() throws Exception {
        var built = build(app(), 1, A);

        assertEquals("slipway/" + appName() + ":" + A.sha(), built.tag());
        assertEquals(Optional.of(built), images().find(app(), A));
    }

    @Test
    void findsNothingOfACommitThatWasNotBuilt() throws Exception {
        build(app(), 1, A);

        assertEquals(Optional.empty(), images().find(app(), B));
    }

    @Test
    void findsNothingOfAnotherApp() throws Exception {
        build(app(), 1, A);

        assertEquals(Optional.empty(), images().find(named(appName() + "-other"), A));
    }

    @Test
    void findsNothingOnceTheBuildArgumentsHaveChanged() throws Exception {
        build(app(), 1, A);

        assertEquals(Optional.empty(), images().find(with(Map.of("GREETING", "ahoy")), A));
    }

    @Test
    void findsItStillWhenOnlyTheOptionsHaveChanged() throws Exception {
        var built = build(app(), 1, A);

        var patient = with(new BuildSpec.Options(true, Duration.ofHours(1), builder()));
        assertEquals(Optional.of(built), images().find(patient, A));
    }

    @Test
    void findsTheNewestWhenACommitWasBuiltTwice() throws Exception {
        var first = build(app(), 1, A);
        var second = build(app(), 2, A);

        assertNotEquals(first.id(), second.id());
        assertEquals(Optional.of(second), images().find(app(), A));
    }

    @Test
    void blamesTheCommitForABrokenDockerfileAndShowsWhatItPrinted() {
        var failure = failure(app(), broken(A));

        assertEquals(Blame.YOURS, failure.failure().blame());
        assertTrue(failure.failure().what().startsWith("build failed at step "), failure.getMessage());
        assertFalse(failure.failure().evidence().isEmpty());
    }

    @Test
    void leavesNothingToFindOfABrokenCommit() throws Exception {
        failure(app(), broken(A));

        assertEquals(Optional.empty(), images().find(app(), A));
    }

    @Test
    void keepsTheEarlierImageWhenABuildOfItsCommitFails() throws Exception {
        var built = build(app(), 1, A);
        failure(app(), broken(A));

        assertEquals(Optional.of(built), images().find(app(), A));
    }

    @Test
    void prunesAllButWhatIsKept() throws Exception {
        build(app(), 1, A);
        var kept = build(app(), 2, B);
        var alsoKept = build(app(), 3, C);

        assertEquals(1, images().prune(app(), Set.of(B, C)));
        assertEquals(Optional.empty(), images().find(app(), A));
        assertEquals(Optional.of(kept), images().find(app(), B));
        assertEquals(Optional.of(alsoKept), images().find(app(), C));
    }

    @Test
    void prunesNothingTheSecondTime() throws Exception {
        build(app(), 1, A);
        build(app(), 2, B);
        images().prune(app(), Set.of(B));

        assertEquals(0, images().prune(app(), Set.of(B)));
    }

    @Test
    void prunesAnImageThatANewerOneOfItsCommitReplaced() throws Exception {
        build(app(), 1, A);
        var second = build(app(), 2, A);

        assertEquals(1, images().prune(app(), Set.of(A)));
        assertEquals(Optional.of(second), images().find(app(), A));
    }

    @Test
    void leavesTheImagesOfOtherAppsWhenItPrunes() throws Exception {
        var other = named(appName() + "-other");
        var theirs = build(other, 1, A);

        assertEquals(0, images().prune(app(), Set.of()));
        assertEquals(Optional.of(theirs), images().find(other, A));
    }

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
