package dev.slipway.deploy;

import java.nio.file.Path;
import java.util.List;

/** One disk of which each image takes the same share. */
final class FakeRoom implements Room {
    static final long IMAGE = 1L << 30;
    static final long WANTED = 2L << 30;

    private final FakeImages images;
    private long size = Long.MAX_VALUE;

    FakeRoom(FakeImages images) {
        this.images = images;
    }

    /** From now on the disk holds this many images, and what must be left free. */
    void holds(int count) {
        size = count * IMAGE + WANTED;
    }

    @Override
    public List<Shortage> shortages() {
        var free = size - images.count() * IMAGE;
        return free >= WANTED
                ? List.of()
                : List.of(new Shortage("Docker", Path.of("/var/lib/docker"), Math.max(free, 0), WANTED));
    }
}
