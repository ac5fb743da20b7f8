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
import dev.slipway.model.PushSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link Images} promises, whatever it builds with. */
public abstract class ImagesContract extends ImagesCase {
    /** A registry's host and a repository there in which nothing is yet. */
    protected abstract String repository();

    /** What the registry gives out as the digest of this name. */
    protected abstract Optional<String> served(String reference) throws Exception;

    /** From now on the registry refuses us, or no longer. */
    protected abstract void registryRefuses(boolean refuses) throws Exception;

    @Test
    void findsWhatItBuilt() throws Exception {
        var built = build(app(), 1, A);

        assertEquals("slipway/" + appName() + ":" + A.sha(), built.tag());
        assertEquals(Optional.of(built), images().find(app(), A));
    }

    @Test
    void pushesWhatItBuiltAndKnowsTheDigestThatTheRegistryServes() throws Exception {
        var built = build(app(), 1, A);
        var pushing = pushing();

        var digest = images().push(pushing, A, built.id(), log);

        assertEquals(Optional.of(digest), served(pushing, A));
        assertEquals(Optional.of(built), images().find(pushing, A));
        assertEquals(digest, images().push(pushing, A, built.id(), log), "a second time changes nothing");
    }

    @Test
    void findsWhatItBuiltStillOnceItIsToBePushed() throws Exception {
        var built = build(app(), 1, A);

        assertEquals(Optional.of(built), images().find(pushing(), A));
    }

    @Test
    void blamesTheRegistryThatRefusesAPushAndPushesOnceItIsMended() throws Exception {
        var built = build(app(), 1, A);
        registryRefuses(true);

        var failure = assertThrows(DeployException.class, () -> images().push(pushing(), A, built.id(), log));
        assertEquals(Blame.REMOTE, failure.failure().blame());
        assertEquals(Optional.empty(), served(pushing(), A));
        assertEquals(Optional.of(built), images().find(app(), A));

        registryRefuses(false);
        images().push(pushing(), A, built.id(), log);
        assertTrue(served(pushing(), A).isPresent());
    }

    @Test
    void prunesWhatWasPushed() throws Exception {
        var built = build(app(), 1, A);
        images().push(pushing(), A, built.id(), log);

        assertEquals(1, images().prune(pushing(), Set.of()));
        assertEquals(Optional.empty(), images().find(pushing(), A));
    }

    private App pushing() {
        return app(appName(), app().build().pushing(new PushSpec(repository() + ":{sha}")));
    }

    private Optional<String> served(App pushing, Commit commit) throws Exception {
        return served(pushing.build().push().orElseThrow().reference(commit));
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

        var unneeded = images().unneeded(app(), Set.of(B, C));
        assertEquals(
                List.of("slipway/" + appName() + ":" + A.sha()),
                unneeded.stream().map(Images.Unneeded::name).toList());
        assertTrue(unneeded.getFirst().bytes() > 0);
        assertEquals(1, images().prune(app(), Set.of(B, C)));
        assertEquals(List.of(), images().unneeded(app(), Set.of(B, C)));
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
}
