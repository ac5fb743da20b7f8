package dev.slipway.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that all is kept in. */
class DataDirCheckTest {
    @TempDir
    Path folder;

    @Test
    void oneThatCanBeMadeIsWell() throws Exception {
        assertEquals(Finding.Level.WELL, level(folder.resolve("a/b")));
    }

    @Test
    void oneThatIsAFileIsWrong() throws Exception {
        assertEquals(Finding.Level.WRONG, level(Files.writeString(folder.resolve("file"), "")));
    }

    @Test
    void aHistoryThatWasSetAsideIsARisk() throws Exception {
        Files.writeString(folder.resolve("history.db.damaged-20261124T120000Z"), "");
        assertEquals(Finding.Level.RISK, level(folder));
    }

    @Test
    void aHistoryThatCannotBeReadIsTold() throws Exception {
        Files.writeString(
                folder.resolve("history.db"), "no database at all, but long enough to look like one".repeat(50));
        assertThrows(DeployException.class, () -> level(folder));
    }

    @Test
    void oneThatOthersCanEnterIsARisk() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertEquals(Finding.Level.RISK, level(folder));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        assertEquals(Finding.Level.WELL, level(folder));
    }

    private static Finding.Level level(Path folder) throws Exception {
        return new DataDirCheck(folder, folder.resolve("history.db"))
                .look()
                .getFirst()
                .level();
    }
}
