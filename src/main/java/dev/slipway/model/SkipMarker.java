package dev.slipway.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The words by which a commit's message asks not to be deployed by itself: those that forges know for CI, and the same for
 * deploying. They may stand anywhere in the message, in any case; the trailer {@code skip-checks: true} on a line of its own.
 *
 * <p>Sources: docs.github.com "Skipping workflow runs"; docs.gitlab.com "CI/CD pipelines", Skip a pipeline.
 */
public final class SkipMarker {
    private static final Pattern MARKER = Pattern.compile(
            "\\[(?:(?:skip|no) (?:ci|deploy)|(?:ci|deploy) skip|skip actions|actions skip)]"
                    + "|^skip-checks: ?true[ \\t]*$",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private SkipMarker() {}

    /** The first of them, as it is written. */
    public static Optional<String> in(String message) {
        var match = MARKER.matcher(message);
        return match.find() ? Optional.of(match.group().strip()) : Optional.empty();
    }
}
