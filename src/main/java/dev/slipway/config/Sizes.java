package dev.slipway.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;

/** Amounts of memory as Compose writes them, in powers of 1024: {@code 512m}, {@code 2gb}, {@code 1.5g}, {@code 1048576}. */
final class Sizes {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?(?:([kmgt]?)i?b?)");
    private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final String UNITS = "kmgt";
    private static final long STEP = 1024;

    private Sizes() {}

    /** Bytes. */
    static long parse(String text) throws Misfit {
        var size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw Misfit.mustBe("a size such as 512m or 2gb");
        }
        int power = size.group(2).isEmpty() ? 0 : UNITS.indexOf(size.group(2)) + 1;
        var bytes =
                new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(STEP).pow(power));
        if (bytes.compareTo(MAX) > 0) {
            throw Misfit.mustBe("a size that a computer can have");
        }
        return bytes.setScale(0, RoundingMode.DOWN).longValue();
    }
}
