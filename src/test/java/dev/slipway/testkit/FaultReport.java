package dev.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Writes a line for each end of a test of a {@link Fault}, which {@code script/test faults} adds up by their numbers. */
final class FaultReport implements TestWatcher {
    private static final Path REPORT = Path.of("target", "faults.tsv");

    @Override
    public void testSuccessful(ExtensionContext test) {
        write(test, "ok");
    }

    @Override
    public void testFailed(ExtensionContext test, Throwable cause) {
        write(test, "FAILED");
    }

    @Override
    public void testAborted(ExtensionContext test, Throwable cause) {
        write(test, "not run");
    }

    private static void write(ExtensionContext test, String end) {
        var method = test.getRequiredTestMethod();
        var fault = method.getAnnotation(Fault.class);
        var name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        var lines = new StringBuilder();
        for (var number : fault.value()) {
            lines.append(number)
                    .append('\t')
                    .append(end)
                    .append('\t')
                    .append(name)
                    .append('\n');
        }
        try {
            Files.createDirectories(REPORT.getParent());
            Files.writeString(REPORT, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
