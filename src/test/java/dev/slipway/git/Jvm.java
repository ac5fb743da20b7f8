package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a class of the tests in a process of its own. */
final class Jvm {
    private static final int PATIENCE_SECONDS = 120;

    private Jvm() {}

    /** Runs {@code main} to its end, and fails with what it said unless it ends well. */
    static void run(List<String> options, Map<String, String> environment, Class<?> main, Path... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(main.getName());
        for (var argument : arguments) {
            command.add(argument.toString());
        }
        var said = Files.createTempFile("jvm", null);
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " still runs");
            }
            assertEquals(0, process.exitValue(), Files.readString(said));
        } finally {
            Files.delete(said);
        }
    }
}
