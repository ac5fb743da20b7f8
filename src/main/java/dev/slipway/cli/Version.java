package dev.slipway.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the jar that runs, and of the Java below it. */
final class Version implements IVersionProvider {
    /** {@code 0.1.0}, or {@code development} off a jar. */
    static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"slipway " + number() + " (Java " + Runtime.version() + ")"};
    }
}
