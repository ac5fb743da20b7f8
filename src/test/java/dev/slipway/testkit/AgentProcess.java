package dev.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code slipway agent} in a process of its own, which can be stopped as an init system does or killed as a power cut does. */
public final class AgentProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Being told to stop is no failure: systemd takes any other code for one. */
    private static final int STOPPED_IN_GOOD_ORDER = 0;

    private final Process process;
    private final Path log;

    private AgentProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    public static AgentProcess start(List<String> command, Path log, Map<String, String> environment) {
        try {
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            return new AgentProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has said so far, on both streams. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: it has no chance to tidy up. */
    public void kill9() {
        process.destroyForcibly();
        end("SIGKILL");
    }

    /** SIGTERM, at which it must end in good order. */
    public void stop() {
        process.destroy();
        end("SIGTERM");
        if (process.exitValue() != STOPPED_IN_GOOD_ORDER
                || !log().stripTrailing().endsWith("stopped")) {
            throw new AssertionError("the agent ended with " + process.exitValue() + ":\n" + log());
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill9();
        }
    }

    private void end(String signal) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the agent did not end within " + PATIENCE + " of " + signal + ":\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the agent was ending", e);
        }
    }
}
