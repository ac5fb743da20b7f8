package dev.slipway.git;

import java.util.ArrayDeque;
import java.util.Optional;

/** The two functions of Go's {@code path/filepath}, as on Linux, in whose terms {@code .dockerignore} is defined. */
final class GoPath {
    private GoPath() {}

    /** The shortest path that means the same, as {@code filepath.Clean} gives it: no {@code //}, no inner {@code .} or {@code ..}. */
    static String clean(String path) {
        boolean rooted = path.startsWith("/");
        var parts = new ArrayDeque<String>();
        for (var part : path.split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".") && !(part.equals("..") && rooted)) {
                parts.addLast(part);
            }
        }
        var joined = String.join("/", parts);
        if (rooted) {
            return "/" + joined;
        }
        return joined.isEmpty() ? "." : joined;
    }

    /** What {@code filepath.Match} would call a bad pattern, in words; empty if the pattern is well-formed. */
    static Optional<String> syntaxError(String pattern) {
        for (int at = 0; at < pattern.length(); at++) {
            char next = pattern.charAt(at);
            if (next == '\\') {
                at++;
                if (at == pattern.length()) {
                    return Optional.of("ends in a backslash");
                }
            } else if (next == '[') {
                at = endOfClass(pattern, at + 1);
                if (at < 0) {
                    return Optional.of("has a '[' without a well-formed class behind it");
                }
            }
        }
        return Optional.empty();
    }

    /** Where the class that starts behind its {@code [} has its {@code ]}, or -1 if it is not well-formed. */
    private static int endOfClass(String pattern, int start) {
        int at = pattern.startsWith("^", start) ? start + 1 : start;
        for (boolean first = true; !pattern.startsWith("]", at) || first; first = false) {
            at = afterClassCharacter(pattern, at);
            if (at >= 0 && pattern.startsWith("-", at)) {
                at = afterClassCharacter(pattern, at + 1);
            }
            if (at < 0) {
                return -1;
            }
        }
        return at;
    }

    private static int afterClassCharacter(String pattern, int at) {
        if (at >= pattern.length() || pattern.charAt(at) == '-' || pattern.charAt(at) == ']') {
            return -1;
        }
        int character = pattern.charAt(at) == '\\' ? at + 1 : at;
        if (character >= pattern.length()) {
            return -1;
        }
        int after = character + Character.charCount(pattern.codePointAt(character));
        // A class that the pattern ends in is not closed.
        return after < pattern.length() ? after : -1;
    }
}
