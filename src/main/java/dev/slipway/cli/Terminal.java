package dev.slipway.cli;

import java.util.List;

/** Where a command's words go, in this process or at the other end of the control socket. */
interface Terminal {
    /** One line of data. */
    void out(String line);

    /** One line of progress, or a message. */
    void err(String line);

    Style style();

    default void out(List<String> lines) {
        lines.forEach(this::out);
    }

    default void err(List<String> lines) {
        lines.forEach(this::err);
    }
}
