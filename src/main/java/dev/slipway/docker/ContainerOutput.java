package dev.slipway.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import dev.slipway.deploy.Containers.ExecResult;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What containers say: their logs, and the output of commands that are run inside them. */
final class ContainerOutput {
    private static final int KEPT_CHARACTERS = 4096;
    private static final Duration LONGEST_LOG = Duration.ofSeconds(10);

    private final DockerEngine engine;

    ContainerOutput(DockerEngine engine) {
        this.engine = engine;
    }

    List<String> lastLines(String id, int count) throws DeployException {
        var container = engine.call(
                "inspect container " + id,
                docker -> docker.inspectContainerCmd(id).exec());
        var driver = Optional.ofNullable(
                        container.getHostConfig().getLogConfig().getType())
                .map(type -> type.getType())
                .orElse("");
        if (driver.equals("none")) {
            return List.of();
        }
        var environment = Optional.ofNullable(container.getConfig().getEnv()).orElseGet(() -> new String[0]);
        return read(
                "read the log of container " + id,
                SpokenSecrets.of(environment),
                said -> engine.client()
                        .logContainerCmd(id)
                        .withStdOut(true)
                        .withStdErr(true)
                        .withTail(count)
                        .exec(said));
    }

    /** Of a swarm's task, on whichever node it ran. */
    List<String> lastLinesOfTask(String id, int count) throws DeployException {
        var task = engine.call("inspect task " + id, docker -> Raw.get(engine.http(), "/tasks/" + id));
        var environment = new ArrayList<String>();
        task.path("Spec").path("ContainerSpec").path("Env").forEach(each -> environment.add(each.asText()));
        return read(
                "read the log of task " + id,
                SpokenSecrets.of(environment.toArray(String[]::new)),
                said -> engine.client()
                        .logTaskCmd(id)
                        .withStdout(true)
                        .withStderr(true)
                        .withTail(count)
                        .exec(said));
    }

    /** Has a log sent. */
    @FunctionalInterface
    private interface Log {
        Said into(Said said) throws DeployException;
    }

    private List<String> read(String what, SpokenSecrets secrets, Log log) throws DeployException {
        var said = new Said(Integer.MAX_VALUE);
        try (var callback = log.into(said)) {
            callback.awaitCompletion(LONGEST_LOG.toMillis(), TimeUnit.MILLISECONDS);
            if (said.failure().isPresent() && isUnreadable(said.failure().get())) {
                return List.of();
            }
            said.throwFailure(engine, what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            throw engine.failure(what, e);
        }
        return said.text().lines().map(secrets::without).toList();
    }

    /** Drivers that only send, such as syslog, unless the engine keeps a copy of its own. */
    private static boolean isUnreadable(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("does not support reading");
    }

    ExecResult exec(String id, List<String> argv, Duration timeout) throws DeployException, InterruptedException {
        try {
            return run(id, argv, timeout);
        } catch (DeployException e) {
            if (Thread.interrupted()) { // An interrupted call is no trouble of the host's.
                var interrupted = new InterruptedException("interrupted while a command ran in container " + id);
                interrupted.initCause(e);
                throw interrupted;
            }
            throw e;
        }
    }

    private ExecResult run(String id, List<String> argv, Duration timeout)
            throws DeployException, InterruptedException {
        var exec = engine.call(
                "run a command in container " + id,
                docker -> docker.execCreateCmd(id)
                        .withCmd(argv.toArray(String[]::new))
                        .withAttachStdout(true)
                        .withAttachStderr(true)
                        .exec()
                        .getId());
        var said = new Said(KEPT_CHARACTERS);
        try (var callback = engine.client().execStartCmd(exec).exec(said)) {
            if (!callback.awaitCompletion(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DeployException(
                        Blame.HOST, "the command was not done within " + timeout.toSeconds() + " s", "");
            }
            said.throwFailure(engine, "run a command in container " + id);
        } catch (IOException | RuntimeException e) {
            throw engine.failure("run a command in container " + id, e);
        }
        var code = engine.call(
                "inspect a command",
                docker -> Optional.ofNullable(docker.inspectExecCmd(exec).exec().getExitCodeLong())
                        .orElse(-1L));
        return new ExecResult(Math.toIntExact(code), said.text());
    }

    /** Keeps the end of what was said. */
    private static final class Said extends ResultCallback.Adapter<Frame> {
        private final int kept;
        private final StringBuilder text = new StringBuilder();
        private Optional<Throwable> failure = Optional.empty();

        Said(int kept) {
            this.kept = kept;
        }

        @Override
        public synchronized void onNext(Frame frame) {
            text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
            if (text.length() > kept) {
                text.delete(0, text.length() - kept);
            }
        }

        /** Kept rather than logged as an error, as docker-java would: the caller says what it means. */
        @Override
        public void onError(Throwable thrown) {
            synchronized (this) {
                failure = failure.or(() -> Optional.of(thrown));
            }
            onComplete();
        }

        synchronized Optional<Throwable> failure() {
            return failure;
        }

        void throwFailure(DockerEngine engine, String what) throws DeployException {
            var present = failure();
            if (present.isPresent()) {
                throw engine.failure(what, present.get());
            }
        }

        synchronized String text() {
            return text.toString();
        }
    }
}
