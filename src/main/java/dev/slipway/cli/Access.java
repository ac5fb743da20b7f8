package dev.slipway.cli;

/** What a command does to {@code data_dir} when no agent carries it out. */
enum Access {
    /** Reads, without the lock, and creates nothing. */
    LOOK,
    /** Changes something, and so holds the lock. */
    ACT
}
