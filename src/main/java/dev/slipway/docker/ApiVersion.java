package dev.slipway.docker;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** A version of the Docker Engine's API, such as 1.41. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /** The oldest that Slipway speaks: Docker 18.09, which Synology's DSM 6.2 ships. Why: docs/decisions/0003. */
    static final ApiVersion OLDEST = new ApiVersion(1, 39);

    /**
     * The newest from which Slipway needs anything (subpaths of volumes). Newer engines are asked for this one, so that their
     * answers keep the shape that was tested.
     */
    static final ApiVersion NEWEST = new ApiVersion(1, 45);

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");
    private static final Comparator<ApiVersion> ORDER =
            Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

    /** @throws IllegalArgumentException unless it is two numbers with a dot between them */
    static ApiVersion parse(String text) {
        var match = FORM.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException("not an API version such as 1.41: '" + text + "'");
        }
        return new ApiVersion(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
    }

    /**
     * The version to speak with an engine that accepts {@code min} to {@code max}: the newest that both know, or else, with an
     * engine that no longer accepts any of ours, its oldest. Empty if even its newest is older than {@link #OLDEST}.
     */
    static Optional<ApiVersion> negotiate(ApiVersion min, ApiVersion max) {
        if (max.isOlderThan(OLDEST)) {
            return Optional.empty();
        }
        var common = max.isOlderThan(NEWEST) ? max : NEWEST;
        return Optional.of(common.isOlderThan(min) ? min : common);
    }

    boolean isOlderThan(ApiVersion other) {
        return compareTo(other) < 0;
    }

    boolean isAtLeast(int otherMajor, int otherMinor) {
        return compareTo(new ApiVersion(otherMajor, otherMinor)) >= 0;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
