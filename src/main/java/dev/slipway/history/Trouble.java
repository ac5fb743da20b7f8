package dev.slipway.history;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * SQLite's refusals, in words.
 *
 * @see <a href="https://www.sqlite.org/rescode.html">SQLite: result codes</a>
 */
final class Trouble {
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int NOTADB = 26;

    private Trouble() {}

    /** Says why the file could not be {@code doing}: opened, read, written or closed. */
    static DeployException of(Path file, String doing, SQLException e) {
        var what = "the history " + file + " cannot be " + doing + ": ";
        return switch (e.getErrorCode()) {
            case BUSY, LOCKED -> host(what + "another program keeps it locked", "find it with: fuser -v " + file, e);
            case READONLY ->
                host(
                        what + "it is read-only, or was moved while it was open (" + e.getMessage() + ")",
                        "let the user that Slipway runs as write to it and its folder, and start Slipway again",
                        e);
            case FULL -> host(what + "the disk is full", "make room: df -h " + file, e);
            case CANTOPEN ->
                host(
                        what + "it, or its folder, is not there or not allowed",
                        "check data_dir, and who may read and write there",
                        e);
            case IOERR ->
                host(what + "the disk reports an error (" + e.getMessage() + ")", "look at the disk: dmesg", e);
            case CORRUPT, NOTADB -> damaged(file, e);
            default -> new DeployException(Blame.OURS, what + e.getMessage(), "report this", e);
        };
    }

    static DeployException damaged(Path file, Exception cause) {
        return host(
                "the history " + file + " is damaged: " + cause.getMessage(),
                "start Slipway's agent again: it sets the file aside and begins a new history; what runs is not touched",
                cause instanceof Database.Damage ? cause : new Database.Damage("damaged", cause));
    }

    /** Whether nothing will ever make sense of the file again. */
    static boolean isDamage(DeployException e) {
        return e.getCause() instanceof Database.Damage;
    }

    static DeployException notThereYet(Path file) {
        return new DeployException(
                Blame.HOST,
                "there is no history yet at " + file,
                "start the agent (slipway agent) or poll once (slipway poll); if one runs, check that data_dir is the same");
    }

    private static DeployException host(String what, String next, Throwable cause) {
        return new DeployException(Blame.HOST, what, next, cause);
    }
}
