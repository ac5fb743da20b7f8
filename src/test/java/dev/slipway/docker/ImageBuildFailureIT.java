package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.Failure;
import dev.slipway.testkit.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Builds that fail, or are brought to an end, once with each of the builders. */
class ImageBuildFailureIT {
    private static final String SECONDS = "86321";
    private static final String NEVER_ENDS = "sleep " + SECONDS;
    private static final Duration SOON = Duration.ofSeconds(8);

    @Nested
    class Classic extends Failures {
        Classic() {
            super(BuildSpec.Builder.CLASSIC);
        }

        @Override
        String stepOfMultiStage() {
            return "step 4/5";
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
    class BuildKit extends Failures {
        BuildKit() {
            super(BuildSpec.Builder.BUILDKIT);
        }

        @Override
        String stepOfMultiStage() {
            return "step 2/3 of runtime";
        }
    }

    abstract static class Failures extends BuildCase {
        Failures(BuildSpec.Builder builder) {
            super(builder);
        }

        abstract String stepOfMultiStage();

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
            assertEquals("fix it and push", failure.next());
        }

        @Test
        void blamesTheCommitForASyntaxErrorAndNamesItsLine() {
            var failure = failure(app(), tree(A, FROM + "\nRUM true\n")).failure();

            assertEquals(Blame.YOURS, failure.blame());
            // Newer engines go on: "(did you mean RUN?)".
            assertTrue(
                    failure.what().startsWith("build failed: Dockerfile line 3: unknown instruction: RUM"),
                    failure.what());
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

        @Fault(38)
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
            assertFalse(docker.exists("slipway/" + ImagesTestEngine.APP + ":" + A.sha()));
        }

        @Fault(39)
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

        @Fault(32)
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
    }

    /** A tree whose context breaks off in the midst. */
    private record BrokenOff(Source.Tree whole) implements Source.Tree {
        @Override
        public Commit commit() {
            return whole.commit();
        }

        @Override
        public String message() {
            return whole.message();
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
        public void writeTo(Path folder) throws DeployException {
            whole.writeTo(folder);
        }

        @Override
        public void close() {
            whole.close();
        }
    }
}
