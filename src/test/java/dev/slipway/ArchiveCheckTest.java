package dev.slipway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveCheckTest {
    @TempDir
    private Path process;

    private Path archive;

    @BeforeEach
    void startProcess() throws Exception {
        archive = Files.createFile(process.resolve("classes.jsa"));
        Files.writeString(
                process.resolve("cmdline"),
                String.join(
                                "\0",
                                "java",
                                "@options",
                                "-XX:SharedArchiveFile=" + archive,
                                "-jar",
                                "slipway.jar",
                                "agent")
                        + "\0");
        maps("/usr/lib/libc.so.6", archive.toRealPath().toString());
    }

    private void maps(String... files) throws Exception {
        var lines = new StringBuilder("7f0000000000-7f0000001000 rw-p 00000000 00:00 0\n");
        for (var file : files) {
            lines.append("800000000-800001000 rw-p 00001000 fe:00 42                  ")
                    .append(file)
                    .append('\n');
        }
        Files.writeString(process.resolve("maps"), lines);
    }

    private Finding look() throws Exception {
        return ArchiveCheck.of(process).orElseThrow().look().getFirst();
    }

    @Test
    void isWellWhereItIsMapped() throws Exception {
        assertEquals(Finding.Level.WELL, look().level());
    }

    @Test
    void isARiskWhereTheJvmPassedItOver() throws Exception {
        maps("/usr/lib/libc.so.6");
        assertEquals(Finding.Level.RISK, look().level());
        assertTrue(look().what().endsWith("does not fit the jars beside it"), look().what());
    }

    @Test
    void isARiskWhereItIsMissing() throws Exception {
        maps("/usr/lib/libc.so.6");
        Files.delete(archive);
        assertEquals(Finding.Level.RISK, look().level());
        assertTrue(look().what().endsWith("is not there"), look().what());
    }

    @Test
    void isNotLookedAtWhereNoneWasNamed() throws Exception {
        Files.writeString(process.resolve("cmdline"), "java\0-jar\0slipway.jar\0");
        assertEquals(Optional.empty(), ArchiveCheck.of(process));
        assertEquals(Optional.empty(), ArchiveCheck.of(process.resolve("none")));
    }
}
