package dev.slipway.soak;

import dev.slipway.testkit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A file system of 64 MB that can be filled to its last byte, and emptied again. */
final class SmallDisk implements AutoCloseable {
    private final Path mountPoint;

    private SmallDisk(Path mountPoint) {
        this.mountPoint = mountPoint;
    }

    /** Needs root, as does every test with an engine of its own. */
    static SmallDisk mount(Path folder) {
        var image = folder.resolveSibling("disk.img").toString();
        run("truncate", "--size=64M", image);
        run("mkfs.ext4", "-q", "-m", "0", image);
        run("mount", "-o", "loop", image, folder.toString());
        return new SmallDisk(folder);
    }

    void fill() {
        // It ends with the disk's refusal; that is what it is for.
        Command.run(List.of("dd", "if=/dev/zero", "of=" + ballast(), "bs=4k"), Map.of());
    }

    void empty() throws IOException {
        Files.deleteIfExists(ballast());
    }

    private Path ballast() {
        return mountPoint.resolve("ballast");
    }

    @Override
    public void close() {
        run("umount", mountPoint.toString());
    }

    private static void run(String... command) {
        Command.run(List.of(command), Map.of()).expecting(0);
    }
}
