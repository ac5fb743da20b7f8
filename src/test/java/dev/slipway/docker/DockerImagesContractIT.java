package dev.slipway.docker;

import dev.slipway.deploy.Images;
import dev.slipway.deploy.ImagesContract;
import dev.slipway.deploy.Source;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The contract of images, on a real engine, once with each of its builders. */
class DockerImagesContractIT {
    @Nested
    class Classic extends OnEngine {
        Classic() {
            super(BuildSpec.Builder.CLASSIC);
        }
    }

    @Nested
    class BuildKit extends OnEngine {
        BuildKit() {
            super(BuildSpec.Builder.BUILDKIT);
        }
    }

    abstract static class OnEngine extends ImagesContract {
        private final Fixture fixture;

        OnEngine(BuildSpec.Builder builder) {
            fixture = new Fixture(builder);
        }

        @AfterEach
        void cleanUp() throws Exception {
            fixture.cleanUp();
        }

        @Override
        protected Images images() {
            return fixture.images();
        }

        @Override
        protected String appName() {
            return fixture.appName();
        }

        @Override
        protected BuildSpec.Builder builder() {
            return fixture.builder();
        }

        @Override
        protected Source.Tree sound(Commit commit) {
            return fixture.sound(commit);
        }

        @Override
        protected Source.Tree broken(Commit commit) {
            return fixture.broken(commit);
        }
    }

    private static final class Fixture extends BuildCase {
        Fixture(BuildSpec.Builder builder) {
            super(builder);
        }
    }
}
