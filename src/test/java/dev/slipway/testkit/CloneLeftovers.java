package dev.slipway.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What there is in a folder of clones only while a fetch is at work, or after one that was killed. */
public final class CloneLeftovers {
    private static final Pattern LEFTOVER = Pattern.compile(".*\\.lock|incoming_.*|.*\\.git\\.(new|old)");

    private CloneLeftovers() {}

    public static List<Path> in(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file ->
                            LEFTOVER.matcher(file.getFileName().toString()).matches())
                    .toList();
        }
    }
}
