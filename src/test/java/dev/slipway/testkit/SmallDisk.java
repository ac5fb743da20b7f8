package dev.slipway.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A small file system that a test may fill. Needs root. */
public record SmallDisk(Path folder) implements AutoCloseable {
    /**
     * Makes one and mounts it on this folder, which is made.
     *
     * @param megabytes its size
     */
    public static SmallDisk mount(Path folder, int megabytes) throws IOException {
        var image = folder.resolveSibling(folder.getFileName() + ".img").toString();
        Files.createDirectories(folder);
        run("truncate", "--size", megabytes + "M", image);
        // Without reserved blocks: root, as which the tests run, could use those still.
        run("mkfs.ext4", "-q", "-F", "-m", "0", image);
        run("mount", "-o", "loop", image, folder.toString());
        return new SmallDisk(folder);
    }

    /** Leaves not a block. */
    public void fill() {
        // It ends with a failure, once the disk is full: that is what it is for.
        Command.run(List.of("dd", "if=/dev/zero", "of=" + ballast(), "bs=4096", "status=none"), Map.of());
    }

    /** Leaves this much, which must be less than there is. */
    public void fillBut(int megabytes) throws IOException {
        var free = Files.getFileStore(folder).getUsableSpace() - megabytes * 1024L * 1024L;
        run("fallocate", "--length", Long.toString(free), ballast().toString());
    }

    /** Takes away what {@link #fill} put there, if it did. */
    public void makeRoom() throws IOException {
        Files.deleteIfExists(ballast());
    }

    @Override
    public void close() {
        run("umount", "--lazy", folder.toString());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    private static void run(String... command) {
        Command.run(List.of(command), Map.of()).expecting(0);
    }
}
