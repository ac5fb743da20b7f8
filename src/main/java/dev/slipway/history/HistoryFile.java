package dev.slipway.history;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The history's file over the years: one that is damaged is set aside, never lost, and a new one is begun in its place. */
public final class HistoryFile {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String ASIDE = ".damaged-";
    private static final String JOURNAL = "-journal";

    private HistoryFile() {}

    /**
     * Opens the file for writing. If it is damaged, even after SQLite has undone what a killed writer left half done, it is set
     * aside, which one line of the log tells, and an empty one is begun; what runs is known by the labels of its containers.
     *
     * @throws DeployException HOST if the disk refuses, or if the file is not damaged but a newer Slipway's or somebody else's
     */
    public static SqliteHistory openOrBeginAnew(Path file, Instant now) throws DeployException {
        try {
            return SqliteHistory.readThrough(file);
        } catch (DeployException e) {
            if (!Trouble.isDamage(e)) {
                throw e;
            }
            var aside = setAside(file, now);
            LOG.warn(
                    "{}; it is set aside as {}, and a new history begins: what runs is not touched,"
                            + " but pauses and pins of before are forgotten",
                    e.failure().what(),
                    aside);
            return new SqliteHistory(file);
        }
    }

    /** The damaged files that lie beside this one, oldest first. */
    public static List<Path> setAside(Path file) throws DeployException {
        var found = new ArrayList<Path>();
        var pattern = file.getFileName() + ASIDE + "*Z";
        if (!Files.isDirectory(folder(file))) {
            return found;
        }
        try (var entries = Files.newDirectoryStream(folder(file), pattern)) {
            entries.forEach(found::add);
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "cannot look into " + folder(file) + ": " + e.getMessage(),
                    "let the user that Slipway runs as read there",
                    e);
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    /** The journal goes first: left alone beside a new file, it could be played back into that. */
    private static Path setAside(Path file, Instant now) throws DeployException {
        var aside = file.resolveSibling(file.getFileName() + ASIDE + STAMP.format(now));
        try {
            var journal = file.resolveSibling(file.getFileName() + JOURNAL);
            if (Files.exists(journal)) {
                Files.move(journal, aside.resolveSibling(aside.getFileName() + JOURNAL));
            }
            Files.move(file, aside);
            return aside;
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "the history " + file + " is damaged, and cannot be set aside as " + aside + ": " + e.getMessage(),
                    "let the user that Slipway runs as write to its folder",
                    e);
        }
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
    }

    /**
     * Looks whether it is there.
     *
     * @throws DeployException HOST if it is gone, which SQLite would not notice: it keeps what it has open
     */
    public static void requireThere(Path file) throws DeployException {
        if (!Files.exists(file)) {
            throw new DeployException(
                    Blame.HOST, "the journal " + file + " is gone", "start the agent again; it begins a new one");
        }
    }
}
