package dev.slipway.testkit;

import dev.slipway.model.Phase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks into a journal that another process writes, far quicker than the command line could. */
public final class JournalWatch {
    private static final String NEWEST = "SELECT coalesce(max(id), 0) FROM deployment";
    private static final String PHASES = "SELECT phase FROM deployment ORDER BY id";
    private static final String OF_COMMIT = "SELECT phase FROM deployment WHERE commit_sha = ? ORDER BY id";
    private static final String PHASE = "SELECT phase FROM deployment WHERE id = ?";

    private final String url;

    public JournalWatch(Path dataDir) {
        url = "jdbc:sqlite:file:" + dataDir.resolve("history.db") + "?mode=rw";
    }

    /** The id of the newest deployment; 0 if there is none. */
    public long newest() throws SQLException {
        try (var connection = open();
                var statement = connection.prepareStatement(NEWEST);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    public Phase phase(long deployment) throws SQLException {
        try (var connection = open();
                var statement = connection.prepareStatement(PHASE)) {
            statement.setLong(1, deployment);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new AssertionError("there is no deployment " + deployment + " in " + url);
                }
                return Phase.valueOf(rows.getString(1));
            }
        }
    }

    /** The phase of every deployment, oldest first. */
    public List<Phase> phases() throws SQLException {
        var phases = new ArrayList<Phase>();
        try (var connection = open();
                var statement = connection.prepareStatement(PHASES);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                phases.add(Phase.valueOf(rows.getString(1)));
            }
        }
        return phases;
    }

    /** The phase of every deployment of a commit, oldest first. */
    public List<Phase> phases(String commit) throws SQLException {
        var phases = new ArrayList<Phase>();
        try (var connection = open();
                var statement = connection.prepareStatement(OF_COMMIT)) {
            statement.setString(1, commit);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    phases.add(Phase.valueOf(rows.getString(1)));
                }
            }
        }
        return phases;
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(url);
    }
}
