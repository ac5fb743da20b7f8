package dev.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end and keeps what it said; one that does not end in two minutes fails the test. */
public final class Command {
    private static final int PATIENCE_SECONDS = 120;

    private Command() {}

    /** Runs it, whatever its exit code. */
    public static Result run(List<String> command, Map<String, String> environment) {
        try {
            Path out = Files.createTempFile("slipway-out", null);
            Path err = Files.createTempFile("slipway-err", null);
            try {
                var builder =
                        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
                builder.environment().putAll(environment);
                var process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(command + " still runs after " + PATIENCE_SECONDS + " s; it said:\n"
                            + Files.readString(out) + Files.readString(err));
                }
                return new Result(command, process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        }
    }

    /** Runs Docker's own command line, which must succeed, and returns what it printed. */
    public static String docker(String... arguments) {
        return run(concat(List.of("docker"), List.of(arguments)), Map.of())
                .expecting(0)
                .out()
                .strip();
    }

    public static List<String> concat(List<String> first, List<String> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }

    /** How a program ended. */
    public record Result(List<String> command, int exit, String out, String err) {
        /** This result, which must have that exit code. */
        public Result expecting(int code) {
            if (exit != code) {
                throw new AssertionError(String.join(" ", command) + "\nended with " + exit + ", not " + code
                        + "; it said:\n" + out + err);
            }
            return this;
        }

        /** Both streams: what a person sees on a terminal. */
        public String said() {
            return out + err;
        }
    }
}
