package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Images;
import dev.slipway.deploy.ImagesContract;
import dev.slipway.deploy.Source;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.Failure;
import dev.slipway.testkit.InMemoryTree;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Builds by the API of a real engine, once with each of its builders. */
class DockerImagesIT {
    private static final String FROM = "FROM " + ImagesTestEngine.BASE + "\n";
    private static final String SECONDS = "86321";
    private static final String NEVER_ENDS = "sleep " + SECONDS;
    private static final Duration SOON = Duration.ofSeconds(8);

    @Nested
    class Classic extends Builds {
        @Override
        protected BuildSpec.Builder builder() {
            return BuildSpec.Builder.CLASSIC;
        }

        @Override
        String stepOfMultiStage() {
            return "step 4/5";
        }

        @Test
        void prunesTheStagesOfImagesThatItPrunes() throws Exception {
            images().build(app(), 1, twoStages(A), log);
            assertTrue(docker.exists("slipway/images-it:" + A.sha() + "-stage-1"));

            assertEquals(1, images().prune(app(), Set.of()));
            assertFalse(docker.exists("slipway/images-it:" + A.sha() + "-stage-1"));
        }

        @Test
        void leavesNoContainerOfAFailedStep() throws Exception {
            failure(app(), broken(A));

            var left = docker.engine.client().listContainersCmd().withShowAll(true).exec().stream()
                    .filter(container -> container.getCommand().contains("problem"))
                    .toList();
            assertEquals(List.of(), left);
        }
    }

    @Nested
    class BuildKit extends Builds {
        @Override
        protected BuildSpec.Builder builder() {
            return BuildSpec.Builder.BUILDKIT;
        }

        @Override
        String stepOfMultiStage() {
            return "step 2/3 of runtime";
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

        @Test
        void removesTheContextsThatItsBuildsLeftInTheCache() throws Exception {
            build(app(), 1, A);
            assertTrue(docker.cachedContexts() > 0);

            images().prune(app(), Set.of(A));
            assertEquals(0, docker.cachedContexts());
        }
    }

    abstract static class Builds extends ImagesContract {
        final ImagesTestEngine docker;
        private final DockerImages images;

        Builds() {
            try {
                docker = new ImagesTestEngine();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            images = new DockerImages(docker.engine, Map.of("HOME", "/nowhere"));
        }

        abstract String stepOfMultiStage();

        @AfterEach
        void cleanUp() throws Exception {
            docker.close();
        }

        @Override
        protected Images images() {
            return images;
        }

        @Override
        protected String appName() {
            return "images-it";
        }

        @Override
        protected Source.Tree sound(Commit commit) {
            return tree(commit, FROM + "ARG GREETING=hello\nRUN echo $GREETING > /greeting\n");
        }

        @Override
        protected Source.Tree broken(Commit commit) {
            return tree(commit, FROM + "COPY file /file\nRUN echo a problem; exit 3\n");
        }

        static InMemoryTree tree(Commit commit, String dockerfile) {
            return new InMemoryTree(commit).file("Dockerfile", dockerfile).file("file", "text");
        }

        static InMemoryTree twoStages(Commit commit) {
            return tree(
                    commit,
                    FROM.replace("\n", " AS first\n") + "RUN echo made > /made\n" + FROM.replace("\n", " AS runtime\n")
                            + "COPY --from=first /made /made\nRUN cat /made\n");
        }

        private App timeout(Duration limit) {
            return with(new BuildSpec.Options(false, limit, builder()));
        }

        private App target(String target) {
            return app(
                    appName(),
                    new BuildSpec(".", "Dockerfile", Map.of(), Optional.of(target), options(), Optional.empty()));
        }

        private App tagged(String image) {
            return app(
                    appName(),
                    new BuildSpec(".", "Dockerfile", Map.of(), Optional.empty(), options(), Optional.of(image)));
        }

        @Test
        void labelsTheImageWithWhereItCameFrom() throws Exception {
            var before = docker.time.now().minusSeconds(1);
            var built = build(app(), 7, A);
            var labels = docker.labels(built.id());

            assertEquals("images-it", labels.get("dev.slipway.app"));
            assertEquals(A.sha(), labels.get("dev.slipway.commit"));
            assertEquals("7", labels.get("dev.slipway.deployment"));
            assertEquals(64, labels.get("dev.slipway.config-hash").length());
            assertEquals(A.sha(), labels.get("org.opencontainers.image.revision"));
            assertEquals("https://git.example.com/images-it.git", labels.get("org.opencontainers.image.source"));
            assertTrue(!Instant.parse(labels.get("org.opencontainers.image.created"))
                    .isBefore(before));
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

        @Test
        void isNotFooledByAStepThatPrintsWhatABuilderPrints() throws Exception {
            var tree = tree(A, FROM + "RUN echo Successfully built deadbeef; echo 'Step 9/9 : RUN fake'; exit 4\n");
            var failure = failure(app(), tree).failure();

            assertTrue(failure.what().startsWith("build failed at step 2/2 (RUN echo Successfully"), failure.what());
            assertTrue(failure.what().endsWith("exit code 4"), failure.what());
            assertTrue(
                    failure.evidence().contains("Successfully built deadbeef"),
                    failure.evidence().toString());
        }

        @Test
        void namesTheFailingStepOfAStage() {
            var tree = tree(
                    A,
                    FROM.replace("\n", " AS first\n") + "RUN echo made > /made\n" + FROM.replace("\n", " AS runtime\n")
                            + "RUN echo last words; exit 5\nCOPY --from=first /made /made\n");
            var failure = failure(app(), tree).failure();

            assertEquals(
                    "build failed at " + stepOfMultiStage() + " (RUN echo last words; exit 5): exit code 5",
                    failure.what());
            assertEquals("last words", failure.evidence().getLast());
            assertEquals(
                    "fix it and push; this commit is not tried again (slipway deploy images-it --retry). "
                            + "Log: slipway logs 9",
                    failure.next());
        }

        @Test
        void blamesTheCommitForASyntaxErrorAndNamesItsLine() {
            var failure = failure(app(), tree(A, FROM + "\nRUM true\n")).failure();

            assertEquals(Blame.YOURS, failure.blame());
            assertEquals("build failed: Dockerfile line 3: unknown instruction: RUM", failure.what());
        }

        @Test
        void blamesTheCommitForAFileThatItCopiesButDoesNotHave() {
            var failure = failure(app(), tree(A, FROM + "COPY nowhere /x\n")).failure();

            assertEquals(Blame.YOURS, failure.blame());
            assertTrue(failure.what().startsWith("build failed at step 2/2 (COPY nowhere /x): "), failure.what());
            assertTrue(failure.what().contains("not found"), failure.what());
        }

        @Test
        void blamesTheConfigurationForATargetThatIsNotThere() {
            var failure = failure(target("nowhere"), twoStages(A)).failure();

            assertEquals(Blame.YOURS, failure.blame());
            assertTrue(failure.what().contains("nowhere"), failure.what());
        }

        @Test
        void blamesTheRegistryThatDoesNotAnswer() {
            var failure =
                    failure(app(), tree(A, "FROM localhost:9/no/registry:1\n")).failure();

            assertEquals(Blame.REMOTE, failure.blame());
            assertTrue(
                    failure.what().startsWith("cannot pull localhost:9/no/registry:1 (Dockerfile line 1: FROM "),
                    failure.what());
        }

        @Test
        void cancelsTheEnginesBuildWhenInterrupted() throws Exception {
            var thrown = new AtomicReference<Throwable>();
            var thread = Thread.ofPlatform().start(() -> {
                try {
                    images().build(app(), 1, tree(A, FROM + "RUN " + NEVER_ENDS + "\n"), log);
                } catch (DeployException | InterruptedException e) {
                    thrown.set(e);
                }
            });
            assertTrue(docker.becomesTrue(() -> ImagesTestEngine.runs(SECONDS), Duration.ofSeconds(60)));

            thread.interrupt();

            assertTrue(thread.join(SOON));
            assertInstanceOf(InterruptedException.class, thrown.get());
            assertTrue(docker.becomesTrue(() -> !ImagesTestEngine.runs(SECONDS), SOON));
            assertFalse(docker.exists("slipway/images-it:" + A.sha()));
        }

        @Test
        void cancelsTheEnginesBuildWhenTheTimeIsUp() throws Exception {
            var failure = failure(
                            timeout(Duration.ofSeconds(4)), tree(A, FROM + "RUN echo waiting; " + NEVER_ENDS + "\n"))
                    .failure();

            assertEquals(Blame.HOST, failure.blame());
            assertEquals(
                    "build took longer than 4s, and was canceled at step 2/2 (RUN echo waiting; " + NEVER_ENDS + ")",
                    failure.what());
            assertEquals("waiting", failure.evidence().getLast());
            assertTrue(docker.becomesTrue(() -> !ImagesTestEngine.runs(SECONDS), SOON));
        }

        @Test
        void blamesTheHostWhenTheEngineGoesAwayInTheMidst() throws Exception {
            try (var way = new CuttableWay();
                    var engine = new DockerEngine(way.address(), Map.of(), docker.time)) {
                var failure = new AtomicReference<Failure>();
                var build = Thread.ofPlatform().start(() -> {
                    try {
                        new DockerImages(engine, Map.of("HOME", "/nowhere"))
                                .build(app(), 1, tree(A, FROM + "RUN " + NEVER_ENDS + "\n"), log);
                    } catch (DeployException e) {
                        failure.set(e.failure());
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
                assertTrue(docker.becomesTrue(() -> ImagesTestEngine.runs(SECONDS), Duration.ofSeconds(60)));

                way.cut();

                assertTrue(build.join(SOON));
                assertEquals(Blame.HOST, failure.get().blame());
                assertTrue(
                        failure.get().what().startsWith("could not build the image: "),
                        failure.get().what());
                assertTrue(docker.becomesTrue(() -> !ImagesTestEngine.runs(SECONDS), SOON));
            }
        }

        @Test
        void failsWhenTheContextCannotBeReadToItsEnd() {
            var failure = failure(app(), new BrokenOff(sound(A))).failure();

            assertEquals(Blame.HOST, failure.blame());
            assertEquals("could not read the build context to its end: object is missing", failure.what());
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

    /** A tree whose context breaks off in the midst. */
    private record BrokenOff(Source.Tree whole) implements Source.Tree {
        @Override
        public Commit commit() {
            return whole.commit();
        }

        @Override
        public String subject() {
            return whole.subject();
        }

        @Override
        public String author() {
            return whole.author();
        }

        @Override
        public Source.BuildContext context(BuildSpec build) throws DeployException {
            var context = whole.context(build);
            return new Source.BuildContext() {
                @Override
                public String dockerfile() {
                    return context.dockerfile();
                }

                @Override
                public String dockerfilePath() {
                    return context.dockerfilePath();
                }

                @Override
                public void writeTo(OutputStream tar) throws IOException {
                    tar.write(new byte[1024]);
                    throw new IOException("object is missing");
                }
            };
        }

        @Override
        public void close() {
            whole.close();
        }
    }
}
