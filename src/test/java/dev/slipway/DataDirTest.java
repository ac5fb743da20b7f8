package dev.slipway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.cli.BusyException;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.ManualTime;
import dev.slipway.model.Blame;
import dev.slipway.testkit.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirTest {
    @TempDir
    private Path folder;

    private final ManualTime time = new ManualTime();

    @Test
    void isMadeForItsUserAlone() throws Exception {
        var data = new DataDir(folder.resolve("var/slipway"));
        try (var lock = data.lock("slipway agent", time)) {
            assertTrue(lock.channel().isOpen());
            var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(data.folder()));
            assertEquals("rwx------", mode);
        }
    }

    @Fault(54)
    @Test
    void whoeverComesLaterIsToldWhoHoldsItAndSinceWhen() throws Exception {
        var data = new DataDir(folder);
        try (var lock = data.lock("slipway agent", time)) {
            assertTrue(lock.channel().isOpen());
            var busy = assertThrows(BusyException.class, () -> data.lock("slipway poll", time));
            assertEquals(
                    folder + " is held by another process: pid "
                            + ProcessHandle.current().pid() + ", slipway agent, since 2026-11-24T12:00:00Z",
                    busy.getMessage());
        }
    }

    @Test
    void canBeTakenAgainOnceItWasLetGo() throws Exception {
        var data = new DataDir(folder);
        data.lock("slipway agent with a long name", time).close();
        data.lock("slipway poll", time).close();
        assertEquals(
                "pid " + ProcessHandle.current().pid() + ", slipway poll, since 2026-11-24T12:00:00Z\n",
                Files.readString(folder.resolve("lock")));
    }

    @Test
    void aPlaceThatCannotBeAFolderIsTheHostsTrouble() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");
        var refused =
                assertThrows(DeployException.class, () -> new DataDir(file.resolve("data")).lock("slipway poll", time));
        assertEquals(Blame.HOST, refused.failure().blame());
        assertTrue(refused.failure().what().startsWith("data_dir " + file + "/data cannot be used: "));
    }
}
