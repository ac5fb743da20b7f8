package dev.slipway.webhook;

import dev.slipway.model.Placeholders;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is found in the place of a secret and is none; everybody knows it, so it may be named. */
final class Commonplaces {
    /** What programs show instead of a secret, or make of one that is missing. GitHub's API shows eight asterisks. */
    private static final List<String> STAND_INS = List.of(
            "********",
            "***",
            "****",
            "*****",
            "undefined",
            "null",
            "None",
            "[FILTERED]",
            "[REDACTED]",
            "(sensitive value)",
            "${WEBHOOK_SECRET}",
            "$WEBHOOK_SECRET",
            "WEBHOOK_SECRET",
            "${{ secrets.WEBHOOK_SECRET }}");

    /** An HMAC pads its key with zeros, so this one is the same as none. */
    private static final byte[] EMPTY_KEY = {0};

    private static final Set<String> ALL = all();

    private Commonplaces() {}

    /** Each is worth a try. */
    static Set<String> named() {
        return ALL;
    }

    /** Signs like an empty secret, which no API takes as a key. */
    static byte[] emptyKey() {
        return EMPTY_KEY.clone();
    }

    private static Set<String> all() {
        var all = new LinkedHashSet<String>();
        all.addAll(Placeholders.all());
        all.addAll(STAND_INS);
        Placeholders.all().forEach(each -> {
            all.add(each.toUpperCase(Locale.ROOT));
            all.add(each.substring(0, 1).toUpperCase(Locale.ROOT) + each.substring(1));
        });
        return all;
    }
}
