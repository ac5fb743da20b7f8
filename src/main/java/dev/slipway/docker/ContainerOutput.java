package dev.slipway.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.slipway.deploy.Containers.ExecResult;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What containers print, and what commands inside them do. */
final class ContainerOutput {
    private static final int EXEC_OUTPUT_BYTES = 4 * 1024;
    private static final int LOG_BYTES = 256 * 1024;
    private static final Duration LOG_LIMIT = Duration.ofSeconds(30);
    /** What a shell, and the engine, exit with for a command that cannot be run or is not there. */
    private static final List<Integer> NOT_RUN = List.of(126, 127);

    private final DockerEngine engine;

    ContainerOutput(DockerEngine engine) {
        this.engine = engine;
    }

    List<String> lastLines(String id, int count) throws DeployException {
        return engine.call("read the log of container " + id, LOG_LIMIT, ignored -> {
            try (var tail = new Tail(LOG_BYTES)) {
                engine.streamClient()
                        .logContainerCmd(id)
                        .withStdOut(true)
                        .withStdErr(true)
                        .withTail(count)
                        .exec(tail)
                        .awaitCompletion();
                return lines(tail.text(), count);
            } catch (DockerException e) {
                if (EngineErrors.message(e).contains("does not support reading")) {
                    return List.of(); // its log driver only sends things away
                }
                throw e;
            }
        });
    }

    private static List<String> lines(String text, int count) {
        var lines = text.lines().toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    ExecResult exec(String id, List<String> argv, Duration timeout) throws DeployException, InterruptedException {
        var what = "run '" + argv.getFirst() + "' in container " + id;
        var exec = engine.call(
                what,
                docker -> docker.execCreateCmd(id)
                        .withCmd(argv.toArray(String[]::new))
                        .withAttachStdout(true)
                        .withAttachStderr(true)
                        .exec()
                        .getId());
        var output = run(what, exec, timeout);
        var code =
                engine.call(what, docker -> docker.inspectExecCmd(exec).exec().getExitCodeLong());
        if (code == null) {
            throw new DeployException(
                    Blame.HOST, "could not " + what + ": the engine does not know how it ended", "try again");
        }
        if (NOT_RUN.contains(code.intValue()) && output.startsWith("OCI runtime exec failed")) {
            throw new DeployException(
                    Blame.HOST, "could not " + what + ": " + output.strip(), "correct the command or the image");
        }
        return new ExecResult(code.intValue(), output);
    }

    private String run(String what, String exec, Duration timeout) throws DeployException, InterruptedException {
        try (var tail = new Tail(EXEC_OUTPUT_BYTES)) {
            var done = engine.streamClient()
                    .execStartCmd(exec)
                    .exec(tail)
                    .awaitCompletion(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!done) {
                throw new DeployException(
                        Blame.HOST,
                        "could not " + what + ": it was not done within " + timeout.toMillis() + " ms",
                        "make the command faster, or allow it more time");
            }
            return tail.text();
        } catch (IOException | RuntimeException e) {
            throw engine.failure(what, e);
        }
    }
}
