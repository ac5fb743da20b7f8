package dev.slipway.cli;

import java.nio.file.Path;

/** Where an agent is asked, if one runs. */
public interface AgentDoor {
    /** At which it listens once it is up; the file need not exist. */
    Path socket();

    /** Whether an agent has taken its {@code data_dir} and lives, though it may not listen yet. */
    boolean isHeldByAgent();
}
