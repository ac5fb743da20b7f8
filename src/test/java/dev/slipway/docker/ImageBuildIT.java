package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.BuildSpec;
import dev.slipway.testkit.InMemoryTree;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a build puts into an image, once with each of the builders. */
class ImageBuildIT {
    @Nested
    class Classic extends Builds {
        Classic() {
            super(BuildSpec.Builder.CLASSIC);
        }
    }

    @Nested
    class BuildKit extends Builds {
        BuildKit() {
            super(BuildSpec.Builder.BUILDKIT);
        }

        @Test
        void mountsAsOnlyItCan() throws Exception {
            var tree = tree(A, FROM + "RUN --mount=type=bind,target=/src cat /src/file > /copy\n");
            var built = images().build(app(), 1, tree, log);

            assertEquals("text", docker.file(built.id(), "/copy").text());
        }

        @Test
        void isChosenWhereTheDockerfileNeedsIt() throws Exception {
            var auto = with(new BuildSpec.Options(false, Duration.ofMinutes(2), BuildSpec.Builder.AUTO));
            images().build(auto, 1, tree(A, FROM + "COPY --chmod=600 file /file\n"), log);

            assertTrue(log.mentions("with BuildKit (the Dockerfile needs it: COPY --chmod in line 2)"));
        }
    }

    abstract static class Builds extends BuildCase {
        Builds(BuildSpec.Builder builder) {
            super(builder);
        }

        @Test
        void labelsTheImageWithWhereItCameFrom() throws Exception {
            var before = docker.time.now().minusSeconds(1);
            var built = build(app(), 7, A);
            var labels = docker.labels(built.id());

            assertEquals(ImagesTestEngine.APP, labels.get("dev.slipway.app"));
            assertEquals(A.sha(), labels.get("dev.slipway.commit"));
            assertEquals("7", labels.get("dev.slipway.deployment"));
            assertEquals(64, labels.get("dev.slipway.config-hash").length());
            assertEquals(A.sha(), labels.get("org.opencontainers.image.revision"));
            assertEquals(
                    "https://git.example.com/" + ImagesTestEngine.APP + ".git",
                    labels.get("org.opencontainers.image.source"));
            assertTrue(!Instant.parse(labels.get("org.opencontainers.image.created"))
                    .isBefore(before));
        }

        @Test
        void keepsWhatTheDockerfileSaysOfTheImageAndRunsNoneOfItsTriggers() throws Exception {
            var dockerfile = FROM + "LABEL own=mine\nUSER nobody\nENV A=b\nHEALTHCHECK CMD true\nSTOPSIGNAL SIGINT\n"
                    + "SHELL [\"/bin/sh\", \"-ec\"]\nONBUILD RUN touch /triggered\nCMD [\"serve\"]\n";
            var withTriggers = images().build(app(), 1, tree(A, dockerfile), log);
            var without = images().build(app(), 2, tree(B, dockerfile.replaceAll("ONBUILD.*\n", "")), log);

            assertEquals("mine", docker.labels(withTriggers.id()).get("own"));
            assertEquals(A.sha(), docker.labels(withTriggers.id()).get("dev.slipway.commit"));
            var settings =
                    "{{.Config.User}} {{.Config.Env}} {{.Config.Healthcheck.Test}} {{.Config.StopSignal}} {{.Config.Shell}}"
                            + " {{.Config.Cmd}} {{.Config.Labels.own}}";
            var expected = docker.inspect(withTriggers.id(), settings);
            assertTrue(
                    expected.contains("nobody") && expected.contains("SIGINT") && expected.contains("-ec"), expected);
            assertEquals(expected, docker.inspect(without.id(), settings));
            assertEquals("[RUN touch /triggered]", docker.inspect(withTriggers.id(), "{{.Config.OnBuild}}"));
            assertTrue(
                    log.lines().stream().noneMatch(line -> line.contains("Executing")),
                    () -> log.lines().toString());
        }

        @Test
        void passesBuildArguments() throws Exception {
            var built = images().build(with(Map.of("GREETING", "ahoy & $HOME \"x\"")), 1, sound(A), log);

            assertEquals(
                    "ahoy & $HOME \"x\"\n", docker.file(built.id(), "/greeting").text());
        }

        @Test
        void stopsAtTheTarget() throws Exception {
            var built = images().build(target("first"), 1, twoStages(A), log);

            assertEquals("made\n", docker.file(built.id(), "/made").text());
            assertEquals("1", docker.labels(built.id()).get("dev.slipway.deployment"));
            assertFalse(log.mentions("cat /made"));
        }

        @Test
        void buildsFromAFolderWithADockerfileOfAnotherName() throws Exception {
            var tree = new InMemoryTree(A)
                    .file("app/docker/Prod.dockerfile", FROM + "COPY data /data\n")
                    .file("app/data", "in the folder")
                    .file("data", "outside");
            var spec = new BuildSpec(
                    "app", "docker/Prod.dockerfile", Map.of(), Optional.empty(), options(), Optional.empty());
            var built = images().build(app(appName(), spec), 1, tree, log);

            assertEquals("in the folder", docker.file(built.id(), "/data").text());
        }

        @Test
        void bringsModesAndSymlinksIntoTheImage() throws Exception {
            var tree = tree(A, FROM + "COPY tools /tools\n")
                    .executable("tools/run", "#!/bin/sh\n")
                    .symlink("tools/link", "run");
            var built = images().build(app(), 1, tree, log);

            assertEquals(0755, docker.file(built.id(), "/tools/run").header().getMode() & 0777);
            var link = docker.file(built.id(), "/tools/link").header();
            assertTrue(link.isSymbolicLink());
            assertEquals("run", link.getLinkName());
        }

        @Test
        void streamsAContextThatIsLargerThanAnyBuffer() throws Exception {
            var tree = tree(A, FROM + "COPY big /big\n").file("big", new byte[20_000_000]);
            var built = images().build(app(), 1, tree, log);

            assertEquals(20_000_000, docker.file(built.id(), "/big").header().getSize());
        }

        @Test
        void writesWhatTheStepsPrintIntoTheLog() throws Exception {
            images().build(app(), 1, tree(A, FROM + "RUN echo out loud; echo in error >&2\n"), log);

            assertTrue(
                    log.lines().stream().anyMatch(line -> line.endsWith("out loud")),
                    log.lines().toString());
            assertTrue(
                    log.lines().stream().anyMatch(line -> line.endsWith("in error")),
                    log.lines().toString());
        }

        @Test
        void usesTheLayerCacheAlthoughTheLabelsDiffer() throws Exception {
            var tree = tree(A, FROM + "RUN cat /proc/sys/kernel/random/uuid > /random\n");
            var first = images().build(app(), 1, tree, log);
            var second = images().build(app(), 2, tree, log);

            assertEquals(
                    docker.file(first.id(), "/random").text(),
                    docker.file(second.id(), "/random").text());
        }

        @Test
        void buildsEveryStepAnewWithoutCache() throws Exception {
            var app = with(new BuildSpec.Options(true, Duration.ofMinutes(2), builder()));
            var tree = tree(A, FROM + "RUN cat /proc/sys/kernel/random/uuid > /random\n");
            var first = docker.file(images().build(app, 1, tree, log).id(), "/random")
                    .text();
            var second = docker.file(images().build(app, 2, tree, log).id(), "/random")
                    .text();

            assertFalse(first.equals(second));
        }
    }
}
