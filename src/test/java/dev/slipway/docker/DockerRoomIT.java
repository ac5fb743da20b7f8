package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.deploy.Room;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.SharedEngine;
import dev.slipway.testkit.SmallDisk;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The room on the disks of a real engine and of a {@code data_dir}. */
class DockerRoomIT {
    private static final long MORE_THAN_ANY_DISK_HAS = Long.MAX_VALUE;
    private static final long MEBIBYTES_100 = 100L << 20;

    @TempDir
    Path folder;

    private final DockerEngine engine = new DockerEngine(SharedEngine.url(), Map.of(), new SystemTime());
    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(folder.resolve("data"), 200);
    }

    @AfterEach
    void close() throws Exception {
        disk.close();
        engine.close();
    }

    @Fault(36)
    @Test
    void eachDiskThatIsTooFullIsNamedByWhatLiesOnIt() throws Exception {
        var full = room(MORE_THAN_ANY_DISK_HAS).shortages();
        assertEquals(
                List.of("Docker", "data_dir"),
                full.stream().map(Room.Shortage::user).toList());
        assertEquals(disk.folder(), full.getLast().folder());
        assertEquals(MORE_THAN_ANY_DISK_HAS, full.getFirst().wanted());
    }

    @Fault(36)
    @Test
    void oneThatFillsUpIsToldFromThoseThatDoNot() throws Exception {
        var room = room(MEBIBYTES_100);
        assertEquals(List.of(), room.shortages());
        disk.fillBut(50);
        var full = room.shortages();
        assertEquals(List.of("data_dir"), full.stream().map(Room.Shortage::user).toList());
        assertTrue(full.getFirst().free() <= 50L << 20, full.toString());
        disk.makeRoom();
        assertEquals(List.of(), room.shortages());
    }

    @Test
    void zeroAsksNobody() throws Exception {
        try (var nobody = new DockerEngine(URI.create("unix:///nowhere.sock"), Map.of(), new SystemTime())) {
            assertEquals(List.of(), new DockerRoom(nobody, disk.folder(), 0).shortages());
        }
    }

    @Test
    void whatIsWantedMayChange() throws Exception {
        var room = room(0);
        room.wants(MORE_THAN_ANY_DISK_HAS);
        assertEquals(2, room.shortages().size());
    }

    private DockerRoom room(long wanted) {
        return new DockerRoom(engine, disk.folder(), wanted);
    }
}
