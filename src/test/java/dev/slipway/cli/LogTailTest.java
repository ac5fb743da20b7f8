package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();

    @Test
    void aLineIsHandedOverOnceItIsComplete() throws Exception {
        var file = Files.writeString(folder.resolve("1.log"), "one\ntw");
        try (var log = new LogTail(file)) {
            log.newLines(lines::add);
            assertEquals(List.of("one"), lines);
            Files.writeString(file, "o\nthree", StandardOpenOption.APPEND);
            log.newLines(lines::add);
            assertEquals(List.of("one", "two"), lines);
            log.rest(lines::add);
            assertEquals(List.of("one", "two", "three"), lines);
        }
    }

    @Test
    void aCharacterThatIsWrittenInTwoHalvesIsWhole() throws Exception {
        var file = folder.resolve("1.log");
        Files.write(file, new byte[] {(byte) 0xc3});
        try (var log = new LogTail(file)) {
            log.newLines(lines::add);
            Files.write(file, new byte[] {(byte) 0xa9, '\n'}, StandardOpenOption.APPEND);
            log.newLines(lines::add);
        }
        assertEquals(List.of("é"), lines);
    }

    @Test
    void moreThanOneBufferIsReadAtOnce() throws Exception {
        var file = Files.writeString(folder.resolve("1.log"), "0123456789\n".repeat(5_000));
        try (var log = new LogTail(file)) {
            log.rest(lines::add);
        }
        assertEquals(5_000, lines.size());
    }
}
