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
            assertTrue(docker.exists("slipway/images-it:" + A.sha() + "-stage-1"));

            assertEquals(1, images().prune(app(), Set.of()));
            assertFalse(docker.exists("slipway/images-it:" + A.sha() + "-stage-1"));
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
            assertTrue(docker.cachedContexts() > 0);

            images().prune(app(), Set.of(A));
            assertEquals(0, docker.cachedContexts());
        }
    }

    abstract static class Shelf extends BuildCase {
        Shelf(BuildSpec.Builder builder) {
            super(builder);
        }

        @Test
        void givesTheImageItsTagBackWhenSomebodyTookItAway() throws Exception {
            var built = images().build(tagged("slipway-images-test/extra:prod"), 1, sound(A), log);
            images().release(tagged("slipway-images-test/extra:prod"), built);
            docker.untag(built.tag());

            assertEquals(Optional.of(built), images().find(tagged("slipway-images-test/extra:prod"), A));
            assertEquals(built.id(), docker.id(built.tag()));
        }

        @Test
        void movesTheExtraTagToTheImageThatRuns() throws Exception {
            var app = tagged("slipway-images-test/extra");
            images().release(app, images().build(app, 1, sound(A), log));
            var second = images().build(app, 2, sound(B), log);

            images().release(app, second);
            images().release(app, second);

            assertEquals(second.id(), docker.id("slipway-images-test/extra:latest"));
        }

        @Test
        void doesNotTakeAnImageThatWasBuiltUponItsOwnForItsOwn() throws Exception {
            var built = build(app(), 1, A);
            var derived =
                    images().build(named("images-it-derived"), 2, tree(B, "FROM " + built.tag() + "\nRUN true\n"), log);
            docker.tag(derived.id(), "slipway-images-test/mine", "1");

            assertEquals(Optional.of(built), images().find(app(), A));
            assertEquals(0, images().prune(app(), Set.of(A)));
            assertTrue(docker.exists("slipway-images-test/mine:1"));
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
            docker.tag(built.id(), "slipway-images-test/mine", "1");

            assertEquals(0, images().prune(app(), Set.of()));
            assertEquals(built.id(), docker.id("slipway-images-test/mine:1"));
            assertFalse(docker.exists(built.tag()));
        }
    }
}
