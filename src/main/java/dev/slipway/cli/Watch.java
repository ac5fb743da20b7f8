package dev.slipway.cli;

/** Who acts on {@code data_dir} while a command looks at it. */
public enum Watch {
    /** The process that is asked is the agent, so that its last look at a branch is the last there was. */
    AGENT,
    /** Another process of Slipway's, such as {@code slipway poll} or an agent that does not answer yet. */
    ANOTHER,
    /** Nobody: what the journal calls under way was interrupted, and waits for who takes it up. */
    NOBODY
}
