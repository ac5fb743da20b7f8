package dev.slipway.cli;

import java.util.Optional;

/** The version of the jar that runs. */
final class Version {
    private Version() {}

    /** {@code 0.1.0}, or {@code development} off a jar. */
    static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
