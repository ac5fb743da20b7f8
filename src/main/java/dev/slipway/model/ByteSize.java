package dev.slipway.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers of bytes, for people to read. */
public final class ByteSize {
    private static final long STEP = 1024;
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

    private ByteSize() {}

    /** {@code 1.9 GiB}, {@code 512 MiB}, {@code 17 B}: rounded down, so that what is too little never looks like enough. */
    public static String inWords(long bytes) {
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
