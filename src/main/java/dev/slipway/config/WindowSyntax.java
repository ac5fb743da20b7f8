package dev.slipway.config;

import dev.slipway.model.DeployPolicy;
import java.time.LocalTime;
import java.util.regex.Pattern;

/** A daily stretch of local time: {@code 02:00-05:00}; over midnight as {@code 22:00-02:00}; {@code 24:00} may end it. */
final class WindowSyntax {
    private static final String KIND = "a stretch of the day such as 02:00-05:00";
    private static final Pattern WINDOW =
            Pattern.compile("([01]?[0-9]|2[0-3]):([0-5][0-9]) *- *(?:(24:00)|([01]?[0-9]|2[0-3]):([0-5][0-9]))");

    private WindowSyntax() {}

    static DeployPolicy.Window parse(String text) throws Misfit {
        var match = WINDOW.matcher(text);
        if (!match.matches()) {
            throw Misfit.mustBe(KIND);
        }
        var from = LocalTime.of(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
        // The end is exclusive and may lie after midnight, so the end of the day is the midnight that begins the next.
        var to = match.group(3) == null
                ? LocalTime.of(Integer.parseInt(match.group(4)), Integer.parseInt(match.group(5)))
                : LocalTime.MIDNIGHT;
        if (from.equals(to)) {
            throw new Misfit("'" + text + "' is the whole day or none of it; leave windows out to deploy at any time");
        }
        return new DeployPolicy.Window(from, to);
    }
}
