package dev.slipway.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which files of a repository an app is made of. Patterns start at the repository's root: {@code *} and {@code ?} stay within a
 * name, {@code **} is any number of folders, and a pattern that names a folder means all below it. One that begins with {@code
 * !} takes away again; of several that match a file, the last counts.
 *
 * @param patterns as they are written; none means every file
 */
public record PathFilter(List<String> patterns) {
    /** Every file. */
    public static final PathFilter ALL = new PathFilter(List.of());

    private static final String NOT = "!";
    private static final String ANY_DEPTH = "**/";

    /** @throws IllegalArgumentException if a pattern has a {@link #problem} */
    public PathFilter {
        patterns = List.copyOf(patterns);
        patterns.stream()
                .flatMap(pattern -> problem(pattern).stream())
                .findFirst()
                .ifPresent(problem -> {
                    throw new IllegalArgumentException(problem);
                });
    }

    /** What is wrong with a pattern, if anything. */
    public static Optional<String> problem(String pattern) {
        var glob = glob(pattern);
        if (glob.isBlank()) {
            return Optional.of("must name files");
        }
        if (glob.startsWith("/") || glob.startsWith("./") || ("/" + glob + "/").contains("/../")) {
            return Optional.of("must be a path from the repository's root, without a leading / or ./ and without ..");
        }
        return Optional.empty();
    }

    public boolean isAll() {
        return patterns.isEmpty();
    }

    /** Whether it takes away from nothing: such a list never matches. */
    public boolean onlyTakesAway() {
        return !isAll() && patterns.stream().allMatch(pattern -> pattern.startsWith(NOT));
    }

    /**
     * Whether the last pattern that matches the file takes it in.
     *
     * @param path from the repository's root, without a leading slash
     */
    public boolean matches(String path) {
        if (isAll()) {
            return true;
        }
        for (var pattern : patterns.reversed()) {
            if (regex(glob(pattern)).matcher(path).matches()) {
                return !pattern.startsWith(NOT);
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return patterns.toString();
    }

    private static String glob(String pattern) {
        var glob = pattern.startsWith(NOT) ? pattern.substring(1) : pattern;
        return glob.length() > 1 && glob.endsWith("/") ? glob.substring(0, glob.length() - 1) : glob;
    }

    private static Pattern regex(String glob) {
        var regex = new StringBuilder();
        int at = 0;
        while (at < glob.length()) {
            if (glob.startsWith(ANY_DEPTH, at) && (at == 0 || glob.charAt(at - 1) == '/')) {
                regex.append("(?:.*/)?");
                at += ANY_DEPTH.length();
            } else if (glob.startsWith("**", at)) {
                regex.append(".*");
                at += 2;
            } else {
                regex.append(
                        switch (glob.charAt(at)) {
                            case '*' -> "[^/]*";
                            case '?' -> "[^/]";
                            default -> Pattern.quote(glob.substring(at, at + 1));
                        });
                at++;
            }
        }
        return Pattern.compile(regex.append("(?:/.*)?").toString(), Pattern.DOTALL);
    }
}
