package dev.slipway.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** docs/REFERENCE.md, so that tests can hold it to the code. */
public final class Reference {
    private static final Path FILE = Path.of("docs/REFERENCE.md");

    private Reference() {}

    /** The first column of the table under a heading, without its head and its code marks. */
    public static List<String> firstColumn(String heading) throws IOException {
        return Files.readString(FILE)
                .split("\n## " + Pattern.quote(heading) + "\n", 2)[1]
                .split("\n## ", 2)[0]
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .map(row -> row.split("\\|")[1].strip().replace("`", ""))
                .toList();
    }
}
