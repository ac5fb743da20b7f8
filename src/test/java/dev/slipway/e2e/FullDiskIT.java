package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Fault;
import dev.slipway.testkit.PrivateEngine;
import dev.slipway.testkit.SmallDisk;
import dev.slipway.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No room is left: what runs, runs on, and once there is room again the next poll deploys. */
class FullDiskIT {
    private static final int MEGABYTES = 300;
    private static final int DOCKER = 5;

    private static final String SETTINGS = """
            health: {http: ":8000/health", timeout: 20s, settle: 1s}
            """;

    @TempDir
    Path folder;

    @Fault(36)
    @Test
    void dockersDiskIsNamedAndTheSameCommitGoesLiveOnceThereIsRoom() throws Exception {
        try (var disk = SmallDisk.mount(folder.resolve("disk"), MEGABYTES);
                var engine = PrivateEngine.start(
                        Files.createDirectory(folder.resolve("e")),
                        disk.folder().resolve("docker"));
                var host = TestHost.on(engine, folder, SETTINGS)) {
            assertWaitsForRoom(disk, host, "no space left on device");
        }
    }

    @Fault(36)
    @Test
    void theDiskOfDataDirIsNamedAndTheSameCommitGoesLiveOnceThereIsRoom() throws Exception {
        try (var disk = SmallDisk.mount(folder.resolve("data"), MEGABYTES);
                var host = TestHost.with(folder, SETTINGS)) {
            assertWaitsForRoom(disk, host, host.data().toString());
        }
    }

    @Fault(36)
    @Test
    void aBuildDoesNotBeginWithoutRoomToSpare() throws Exception {
        try (var disk = SmallDisk.mount(folder.resolve("disk"), MEGABYTES);
                var engine = PrivateEngine.start(
                        Files.createDirectory(folder.resolve("e")),
                        disk.folder().resolve("docker"));
                var host = TestHost.on(engine, folder, SETTINGS).leavingFree("100m")) {
            host.configure(SETTINGS);
            host.push(host.version("one"));
            host.slipway("poll").expecting(0);
            disk.fillBut(60);
            host.push(host.version("two"));
            var refused = host.slipway("poll").expecting(DOCKER);
            assertTrue(
                    refused.said()
                            .contains("too little room to build: the disk of Docker ("
                                    + disk.folder().resolve("docker") + ") has "),
                    refused.said());
            assertTrue(refused.said().contains(" free, and min_free_disk wants 100 MiB"), refused.said());
            assertEquals("one", host.page());
            disk.makeRoom();
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
        }
    }

    private static void assertWaitsForRoom(SmallDisk disk, TestHost host, String named) throws Exception {
        host.push(host.version("one"));
        host.slipway("poll").expecting(0);
        disk.fill();
        host.push(host.version("two"));
        var failed = host.slipway("poll");
        assertNotEquals(0, failed.exit(), failed.said());
        assertTrue(failed.said().contains(named), failed.said());
        assertEquals("one", host.page());
        disk.makeRoom();
        host.slipway("poll").expecting(0);
        assertEquals("two", host.page());
    }
}
