package dev.slipway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.model.SwapMode;
import dev.slipway.testkit.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of the code, as far as a program can tell. */
class DocsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    @Test
    void everyLinkBetweenDocumentsLeadsSomewhere() throws IOException {
        var dead = new ArrayList<String>();
        for (var document : documents()) {
            LINK.matcher(Files.readString(document))
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !Files.exists(document.resolveSibling(target)))
                    .forEach(target -> dead.add(document + " -> " + target));
        }
        assertEquals(List.of(), dead);
    }

    @Test
    void theReferenceHasEverySwapModeAndNoOther() throws IOException {
        assertEquals(
                Arrays.stream(SwapMode.values()).map(SwapMode::key).toList(),
                Reference.firstColumn("How the old container makes room"));
    }

    @Test
    void theArchitectureHasEveryPackage() throws IOException {
        var text = Files.readString(Path.of("docs/ARCHITECTURE.md"));
        try (var folders = Files.list(Path.of("src/main/java/dev/slipway"))) {
            var missing = folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !text.contains("| `" + name + "` |"))
                    .toList();
            assertEquals(List.of(), missing);
        }
    }

    private static List<Path> documents() throws IOException {
        try (var top = Files.list(Path.of(""));
                var docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }
}
