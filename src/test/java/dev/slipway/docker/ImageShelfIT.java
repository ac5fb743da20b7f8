package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.BuildSpec;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Images that are kept, tagged and removed, once with each of the builders. */
class ImageShelfIT {
    @Nested
    class Classic extends Shelf {
        Classic() {
            super(BuildSpec.Builder.CLASSIC);
        }

        @Test
        void prunesTheStagesOfImagesThatItPrunes() throws Exception {
            images().build(app(), 1, twoStages(A), log);
            assertTrue(docker.exists("slipway/" + ImagesTestEngine.APP + ":" + A.sha() + "-stage-1"));

            assertEquals(1, images().prune(app(), Set.of()));
            assertFalse(docker.exists("slipway/" + ImagesTestEngine.APP + ":" + A.sha() + "-stage-1"));
        }
    }

    @Nested
    class BuildKit extends Shelf {
        BuildKit() {
            super(BuildSpec.Builder.BUILDKIT);
        }

        @Test
        void removesTheContextsThatItsBuildsLeftInTheCache() throws Exception {
            build(app(), 1, A);
            var left = docker.cachedContexts();
            assertFalse(left.isEmpty());

            images().prune(app(), Set.of(A));
            left.retainAll(docker.cachedContexts());
            assertEquals(Set.of(), left);
        }
    }

    abstract static class Shelf extends BuildCase {
        private static final String EXTRA = "slipway-images-test/extra-" + ImagesTestEngine.MINE;
        private static final String OF_THEIR_OWN = "slipway-images-test/mine-" + ImagesTestEngine.MINE;

        Shelf(BuildSpec.Builder builder) {
            super(builder);
        }

        @Test
        void givesTheImageItsTagBackWhenSomebodyTookItAway() throws Exception {
            var built = images().build(tagged(EXTRA + ":prod"), 1, sound(A), log);
            images().release(tagged(EXTRA + ":prod"), built);
            docker.untag(built.tag());

            assertEquals(Optional.of(built), images().find(tagged(EXTRA + ":prod"), A));
            assertEquals(built.id(), docker.id(built.tag()));
        }

        @Test
        void movesTheExtraTagToTheImageThatRuns() throws Exception {
            var app = tagged(EXTRA);
            images().release(app, images().build(app, 1, sound(A), log));
            var second = images().build(app, 2, sound(B), log);

            images().release(app, second);
            images().release(app, second);

            assertEquals(second.id(), docker.id(EXTRA + ":latest"));
        }

        @Test
        void doesNotTakeAnImageThatWasBuiltUponItsOwnForItsOwn() throws Exception {
            var built = build(app(), 1, A);
            var derived = images().build(
                            named(ImagesTestEngine.APP + "-derived"),
                            2,
                            tree(B, "FROM " + built.tag() + "\nRUN true\n"),
                            log);
            docker.tag(derived.id(), OF_THEIR_OWN, "1");

            assertEquals(Optional.of(built), images().find(app(), A));
            assertEquals(0, images().prune(app(), Set.of(A)));
            assertTrue(docker.exists(OF_THEIR_OWN + ":1"));
        }

        @Test
        void neverPrunesAnImageThatAStoppedContainerUses() throws Exception {
            var used = build(app(), 1, A);
            var container = docker.container(used.id());
            try {
                assertEquals(0, images().prune(app(), Set.of()));
                assertEquals(Optional.of(used), images().find(app(), A));
            } finally {
                docker.removeContainer(container);
            }
            assertEquals(1, images().prune(app(), Set.of()));
        }

        @Test
        void leavesAnImageThatSomebodyGaveANameOfTheirOwn() throws Exception {
            var built = build(app(), 1, A);
            docker.tag(built.id(), OF_THEIR_OWN, "1");

            assertEquals(0, images().prune(app(), Set.of()));
            assertEquals(built.id(), docker.id(OF_THEIR_OWN + ":1"));
            assertFalse(docker.exists(built.tag()));
        }
    }
}
