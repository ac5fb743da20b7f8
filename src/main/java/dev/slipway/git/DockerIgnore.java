package dev.slipway.git;

import dev.slipway.git.IgnorePattern.InvalidPatternException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which files a build does not get to see: a {@code .dockerignore}, read and applied as the Docker CLI does it for a build
 * without BuildKit (moby's ignorefile, patternmatcher and archive packages).
 */
final class DockerIgnore {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final List<IgnorePattern> patterns;

    private DockerIgnore(List<IgnorePattern> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /** Reads the file's text; an empty text ignores nothing. */
    static DockerIgnore parse(String text) throws InvalidPatternException {
        var patterns = new ArrayList<IgnorePattern>();
        var withoutMark = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        for (var line : withoutMark.split("\n", -1)) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            var stripped = line.strip();
            boolean exception = stripped.startsWith("!");
            var named = exception ? stripped.substring(1).strip() : stripped;
            if (named.isEmpty()) {
                throw new InvalidPatternException("!", "makes an exception of nothing");
            }
            var cleaned = GoPath.clean(named);
            var relative = cleaned.length() > 1 && cleaned.startsWith("/") ? cleaned.substring(1) : cleaned;
            patterns.add(new IgnorePattern(relative, exception));
        }
        return new DockerIgnore(patterns);
    }

    /** One that ignores nothing. */
    static DockerIgnore nothing() {
        return new DockerIgnore(List.of());
    }

    /** The same, but {@code path} is sent whatever the patterns say. */
    DockerIgnore butNot(String path) throws InvalidPatternException {
        if (!ignores(path)) {
            return this;
        }
        var more = new ArrayList<>(patterns);
        more.add(new IgnorePattern(path, true));
        return new DockerIgnore(more);
    }

    /** Whether this file, relative to the context, is kept from the build. */
    boolean ignores(String path) {
        var verdict = start();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            verdict = verdict.below(path.substring(0, slash));
        }
        return verdict.below(path).ignored();
    }

    /** What holds for the context folder itself: it is never ignored. */
    Verdict start() {
        return new Verdict(new boolean[patterns.size()], false);
    }

    /** Whether an ignored folder must be looked into because an exception names something below it. */
    boolean hasExceptionBelow(String folder) {
        return patterns.stream().anyMatch(pattern -> pattern.isException() && pattern.reachesBelow(folder));
    }

    /** What the patterns say of one path; asked of a folder, it leads to what they say of the folder's entries. */
    final class Verdict {
        private final boolean[] matched;
        private final boolean ignored;

        private Verdict(boolean[] matched, boolean ignored) {
            this.matched = matched;
            this.ignored = ignored;
        }

        boolean ignored() {
            return ignored;
        }

        /** The verdict on {@code path}, a direct entry of this folder: what matched the folder matches the entry. */
        Verdict below(String path) {
            var matches = new boolean[patterns.size()];
            boolean ignore = false;
            for (int i = 0; i < matches.length; i++) {
                var pattern = patterns.get(i);
                matches[i] = matched[i] || (pattern.isException() == ignore && pattern.matches(path));
                if (matches[i]) {
                    ignore = !pattern.isException();
                }
            }
            return new Verdict(matches, ignore);
        }
    }
}
