package dev.slipway.webhook;

import java.util.Optional;
import java.util.regex.Pattern;

/** Makes what a stranger wrote fit for one line of a log or a terminal. */
final class SafeText {
    /** Names of branches and repositories are shorter, as a rule. */
    static final int LONGEST = 200;

    private static final int LONGEST_EXPLANATION = 1000;

    private static final String CUT = "…";
    private static final char REPLACEMENT = '\ufffd';
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9{}_.-]{1,100}");

    private SafeText() {}

    /** At most {@link #LONGEST} characters, none of which moves a cursor, ends a line or turns text around. */
    static String of(String text) {
        return of(text, LONGEST);
    }

    /** The same of our own words, in which a stranger's are: an explanation cut short explains nothing. */
    static String explanation(String text) {
        return of(text, LONGEST_EXPLANATION);
    }

    private static String of(String text, int longest) {
        var line = new StringBuilder(Math.min(text.length(), longest) + 1);
        for (var i = 0; i < text.length() && i < longest; i++) {
            line.append(isHarmless(text.charAt(i)) ? text.charAt(i) : REPLACEMENT);
        }
        return text.length() <= longest ? line.toString() : line.append(CUT).toString();
    }

    /** As an id of a forge's making; empty if no forge would make such a one. */
    static Optional<String> identifier(String text) {
        return IDENTIFIER.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private static boolean isHarmless(char c) {
        return switch (Character.getType(c)) {
            // Surrogates: half of one, as a cut or a liar leaves it, is no character; emoji in a branch's name can be
            // missed.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
