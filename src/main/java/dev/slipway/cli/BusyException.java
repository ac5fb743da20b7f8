package dev.slipway.cli;

import java.nio.file.Path;

/** Another process holds {@code data_dir}; the message says which, and since when. */
public final class BusyException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Names the holder.
     *
     * @param holder such as {@code pid 4711, slipway agent, since 2026-11-24T08:15:00Z}
     */
    public BusyException(Path dataDir, String holder) {
        super(dataDir + " is held by another process: " + holder);
    }
}
