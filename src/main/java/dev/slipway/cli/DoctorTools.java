package dev.slipway.cli;

import dev.slipway.deploy.Checkup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Examines this machine, without an agent or within one. */
public interface DoctorTools {
    /**
     * Takes every look there is.
     *
     * @param config the file that was asked for; empty for the first that is found
     * @param byAgent whether this process is the agent
     */
    List<Checkup.Section> examine(Optional<Path> config, boolean byAgent) throws InterruptedException;

    /** Every value that the configuration wants kept secret; empty if it cannot be read, so that nobody knows them. */
    Optional<Set<String>> secrets(Optional<Path> config);
}
