package dev.slipway.history;

import dev.slipway.model.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes text of unknown origin fit to be shown on a terminal and to be kept. */
final class CleanText {
    /** What stands in place of a secret. */
    static final String REDACTED = "(secret)";

    /** Anything shorter is in half the words of a log, and no secret to anybody. */
    static final int SHORTEST_SECRET = 4;

    /** Characters of one line that are kept. */
    static final int LONGEST_LINE = 16 * 1024;

    /** Colours and cursor moves (ECMA-48: CSI sequences), which builders emit by the thousand. */
    private static final Pattern TERMINAL_SEQUENCE = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");

    private static final int FIRST_CONTROL_PICTURE = 0x2400;
    private static final char REPLACEMENT = '\ufffd';

    private final List<String> secrets;

    CleanText(Collection<Secret> secrets) {
        // The longest first: one that is part of another must not leave the rest of it standing.
        this.secrets = secrets.stream()
                .map(Secret::reveal)
                .flatMap(String::lines)
                .map(String::strip)
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .flatMap(secret -> Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The lines of {@code text}, at least one; a carriage return ends a line too. */
    List<String> lines(String text) {
        return text.isEmpty() ? List.of("") : text.lines().map(this::clean).toList();
    }

    private String clean(String line) {
        // Secrets last: taking a sequence out of the middle of one must not put it together.
        var visible = redact(visible(TERMINAL_SEQUENCE.matcher(line).replaceAll("")));
        return visible.length() <= LONGEST_LINE
                ? visible
                : visible.substring(0, LONGEST_LINE) + " (" + (visible.length() - LONGEST_LINE)
                        + " more characters cut)";
    }

    private String redact(String line) {
        var redacted = line;
        for (var secret : secrets) {
            redacted = redacted.replace(secret, REDACTED);
        }
        return redacted;
    }

    private static String visible(String line) {
        var visible = new StringBuilder(line.length());
        for (var i = 0; i < line.length(); i++) {
            visible.append(visible(line.charAt(i)));
        }
        return visible.toString();
    }

    private static char visible(char c) {
        if (c == '\t') {
            return c;
        }
        if (c < ' ') {
            return (char) (FIRST_CONTROL_PICTURE + c);
        }
        var turnsTextAround = (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
        var breaksLine = c == '\u2028' || c == '\u2029';
        return Character.isISOControl(c) || turnsTextAround || breaksLine ? REPLACEMENT : c;
    }
}
