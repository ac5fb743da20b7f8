package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Collectors;

/**
 * Makes sure that a build begins with room to spare: a disk that runs full in the middle takes down more than the build, the app
 * that runs and cannot write any more among it.
 */
final class Headroom {
    private static final long STEP = 1024;
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

    private final Ports ports;
    private final Retirement retirement;

    Headroom(Ports ports) {
        this.ports = ports;
        this.retirement = new Retirement(ports);
    }

    /**
     * Removes this app's images beyond those to keep, if room is short. Those of other apps stay: one may just have been built
     * for a deployment that is under way.
     *
     * @throws DeployException HOST if there still is too little: with time, or a person, there may be more
     */
    void require(App app, Journal journal) throws DeployException {
        if (ports.room().shortages().isEmpty()) {
            return;
        }
        var removed = retirement.pruneImages(app, Lineup.of(app, ports.containers()));
        journal.say("room is short: removed " + removed + " of this app's images that nobody needs");
        var shortages = ports.room().shortages();
        if (shortages.isEmpty()) {
            return;
        }
        throw new DeployException(
                Blame.HOST,
                "too little room to build: "
                        + shortages.stream().map(Headroom::inWords).collect(Collectors.joining("; ")),
                "make room (docker system df shows what Docker holds) or set min_free_disk lower; Slipway tries again by itself");
    }

    private static String inWords(Room.Shortage shortage) {
        return "the disk of " + shortage.user() + " (" + shortage.folder() + ") has " + size(shortage.free())
                + " free, and min_free_disk wants " + size(shortage.wanted());
    }

    /** {@code 1.9 GiB}, {@code 512 MiB}, {@code 17 B}: rounded down, so that what is too little never looks like enough. */
    static String size(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        var unit = 0;
        var divisor = STEP;
        while (unit < UNITS.length - 1 && bytes / divisor >= STEP) {
            divisor *= STEP;
            unit++;
        }
        return BigDecimal.valueOf(bytes)
                        .divide(BigDecimal.valueOf(divisor), 1, RoundingMode.DOWN)
                        .stripTrailingZeros()
                        .toPlainString()
                + " " + UNITS[unit];
    }
}
