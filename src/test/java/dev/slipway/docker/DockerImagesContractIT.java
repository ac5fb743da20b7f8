package dev.slipway.docker;

import dev.slipway.deploy.Images;
import dev.slipway.deploy.ImagesContract;
import dev.slipway.deploy.Source;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.testkit.PrivateRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract of images, on a real engine, once with each of its builders. */
class DockerImagesContractIT {
    @TempDir
    static Path folder;

    private static PrivateRegistry registry;
    private static int repositories;

    @BeforeAll
    static void startRegistry() throws Exception {
        registry = PrivateRegistry.locked(folder);
    }

    @AfterAll
    static void stopRegistry() {
        registry.close();
    }

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
        private final String repository = "team/contract" + ++repositories;

        @TempDir
        Path home;

        OnEngine(BuildSpec.Builder builder) {
            fixture = new Fixture(builder);
        }

        @BeforeEach
        void logIn() throws Exception {
            registryRefuses(false);
        }

        @AfterEach
        void cleanUp() throws Exception {
            fixture.cleanUp();
        }

        @Override
        protected Images images() {
            return new DockerImages(fixture.docker.engine, Map.of("DOCKER_CONFIG", home.toString()));
        }

        @Override
        protected String repository() {
            return registry.host() + "/" + repository;
        }

        @Override
        protected Optional<String> served(String reference) throws Exception {
            return registry.digest(reference.substring(reference.indexOf('/') + 1));
        }

        @Override
        protected void registryRefuses(boolean refuses) throws Exception {
            var password = refuses ? "wrong-password" : PrivateRegistry.PASSWORD;
            Files.writeString(home.resolve("config.json"), registry.loginWith(password));
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
