package dev.slipway.git;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One pattern of a {@code .dockerignore}, which matches what moby's patternmatcher lets it match: {@code **} is any number
 * of folders, none included, and at the end everything below; {@code *} and {@code ?} stay within a name.
 */
final class IgnorePattern {
    private final String text;
    private final boolean exception;
    private final Pattern regex;

    /**
     * @param text cleaned by {@link GoPath#clean}, without the {@code !}
     * @param exception whether it had one: what it matches is sent after all
     */
    IgnorePattern(String text, boolean exception) throws InvalidPatternException {
        this.text = text;
        this.exception = exception;
        var error = GoPath.syntaxError(text);
        if (error.isPresent()) {
            throw new InvalidPatternException(text, error.get());
        }
        try {
            // Go's dot stops at \n alone.
            this.regex = Pattern.compile(new Translation(text).toRegex(), Pattern.UNIX_LINES);
        } catch (PatternSyntaxException e) {
            throw new InvalidPatternException(text, "cannot be understood: " + e.getDescription(), e);
        }
    }

    boolean isException() {
        return exception;
    }

    boolean matches(String path) {
        return regex.matcher(path).matches();
    }

    /** Whether something below {@code folder} is named by this pattern literally, as far as moby looks. */
    boolean reachesBelow(String folder) {
        return (text + "/").startsWith(folder + "/");
    }

    /** A pattern that Docker refuses as well. */
    static final class InvalidPatternException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidPatternException(String pattern, String why) {
            super("pattern '" + pattern + "' " + why);
        }

        InvalidPatternException(String pattern, String why, Throwable cause) {
            super("pattern '" + pattern + "' " + why, cause);
        }
    }

    /** From moby's pattern to a regular expression for the whole path. */
    private static final class Translation {
        private static final String ESCAPED_BY_MOBY = ".+()|{}$";

        private final String pattern;
        private final StringBuilder regex = new StringBuilder();
        private int at;

        Translation(String pattern) {
            this.pattern = pattern;
        }

        String toRegex() {
            while (at < pattern.length()) {
                char next = pattern.charAt(at++);
                if (next == '*') {
                    star();
                } else if (next == '?') {
                    regex.append("[^/]");
                } else if (next == '\\') {
                    regex.append('\\').append(pattern.charAt(at++));
                } else if (next == '[') {
                    characterClass();
                } else if (next == ']' || next == '^' || ESCAPED_BY_MOBY.indexOf(next) >= 0) {
                    regex.append('\\').append(next);
                } else {
                    regex.append(next);
                }
            }
            return regex.toString();
        }

        private void star() {
            if (!pattern.startsWith("*", at)) {
                regex.append("[^/]*");
                return;
            }
            boolean first = at == 1;
            at++;
            boolean folder = pattern.startsWith("/", at);
            if (folder) {
                at++;
            }
            if (at == pattern.length()) {
                regex.append(".*");
            } else if (first && !folder && isLiteral(pattern.substring(at))) {
                // Moby compares "**name" with the end of the path, without regard to folders.
                regex.append(".*");
            } else {
                regex.append("(.*/)?");
            }
        }

        private static boolean isLiteral(String rest) {
            return rest.chars().noneMatch(next -> "*?\\[]".indexOf(next) >= 0);
        }

        /** The same class for Java, in which {@code [} and {@code &} mean something within a class. */
        private void characterClass() {
            regex.append('[');
            if (pattern.startsWith("^", at)) {
                regex.append('^');
                at++;
            }
            for (; pattern.charAt(at) != ']'; at++) {
                char next = pattern.charAt(at);
                if (next == '\\') {
                    regex.append('\\').append(pattern.charAt(++at));
                } else if ("[&^".indexOf(next) >= 0) {
                    regex.append('\\').append(next);
                } else {
                    regex.append(next);
                }
            }
            regex.append(']');
            at++;
        }
    }
}
