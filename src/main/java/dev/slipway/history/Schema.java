package dev.slipway.history;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The tables, and the steps by which a file of an older Slipway gets them. A step that was released never changes. */
final class Schema {
    private static final List<String> JOURNAL = List.of(
            "CREATE TABLE last_id (id INTEGER NOT NULL)",
            "INSERT INTO last_id (id) VALUES (0)",
            """
            CREATE TABLE deployment (
              id INTEGER PRIMARY KEY,
              app TEXT NOT NULL,
              commit_sha TEXT NOT NULL,
              caused_by TEXT NOT NULL,
              config_hash TEXT NOT NULL,
              swap_mode TEXT NOT NULL,
              reason TEXT NOT NULL,
              previous TEXT,
              phase TEXT NOT NULL,
              started_at TEXT NOT NULL,
              changed_at TEXT NOT NULL,
              failure TEXT
            )""",
            "CREATE INDEX deployment_of_app ON deployment (app, id)",
            """
            CREATE TABLE phase (
              deployment INTEGER NOT NULL REFERENCES deployment (id),
              phase TEXT NOT NULL,
              began_at TEXT NOT NULL,
              UNIQUE (deployment, phase)
            )""",
            """
            CREATE TABLE decision (
              id INTEGER PRIMARY KEY,
              app TEXT NOT NULL,
              decided_at TEXT NOT NULL,
              kind TEXT NOT NULL,
              commit_sha TEXT,
              reason TEXT NOT NULL
            )""",
            "CREATE INDEX decision_of_app ON decision (app, id)",
            """
            CREATE TABLE app_state (
              app TEXT PRIMARY KEY,
              pinned TEXT,
              paused TEXT,
              acknowledged INTEGER NOT NULL
            )""");

    private static final List<String> DELIVERIES =
            List.of("""
            CREATE TABLE delivery (
              id INTEGER PRIMARY KEY,
              came_at TEXT NOT NULL,
              forge TEXT NOT NULL,
              sender TEXT NOT NULL,
              forge_id TEXT,
              hook TEXT,
              event TEXT NOT NULL,
              verdict TEXT NOT NULL,
              status INTEGER NOT NULL,
              reason TEXT NOT NULL,
              apps TEXT NOT NULL,
              secret TEXT
            )""", "CREATE TABLE deliveries_expected (since TEXT NOT NULL)");

    private static final List<String> PUSHES = List.of("""
            CREATE TABLE push (
              id INTEGER PRIMARY KEY,
              deployment INTEGER NOT NULL,
              app TEXT NOT NULL,
              reference TEXT NOT NULL,
              image TEXT NOT NULL,
              digest TEXT NOT NULL,
              pushed_at TEXT NOT NULL
            )""", "CREATE INDEX push_of_app ON push (app, id)");

    private static final List<String> TAGS = List.of("ALTER TABLE deployment ADD COLUMN tag TEXT");

    private static final List<String> OUTBOX = List.of(
            """
            CREATE TABLE letter (
              id INTEGER PRIMARY KEY AUTOINCREMENT,
              recipient TEXT NOT NULL,
              kind TEXT NOT NULL,
              app TEXT,
              title TEXT NOT NULL,
              body TEXT NOT NULL,
              log TEXT NOT NULL,
              deployment INTEGER,
              commit_sha TEXT,
              happened_at TEXT NOT NULL,
              attempts INTEGER NOT NULL,
              next_at TEXT NOT NULL,
              trouble TEXT NOT NULL
            )""",
            "CREATE TABLE told (deployment INTEGER PRIMARY KEY)",
            "CREATE TABLE lasting_trouble (trouble TEXT PRIMARY KEY, since TEXT NOT NULL)");

    private static final List<String> REPORTS = List.of("""
            CREATE TABLE report (
              id INTEGER PRIMARY KEY AUTOINCREMENT,
              kind TEXT NOT NULL,
              app TEXT NOT NULL,
              deployment INTEGER NOT NULL,
              commit_sha TEXT NOT NULL,
              started_at TEXT NOT NULL,
              state TEXT NOT NULL,
              words TEXT NOT NULL,
              changed_at TEXT NOT NULL,
              revision INTEGER NOT NULL,
              sent INTEGER NOT NULL,
              given_up INTEGER NOT NULL,
              forge_id TEXT,
              attempts INTEGER NOT NULL,
              next_at TEXT NOT NULL,
              trouble TEXT NOT NULL,
              UNIQUE (kind, deployment)
            )""");

    /** Step N, counted from 1, takes a file from {@code user_version} N - 1 to N. */
    private static final List<List<String>> STEPS = List.of(JOURNAL, DELIVERIES, PUSHES, TAGS, OUTBOX, REPORTS);

    private Schema() {}

    /** The newest version that this Slipway knows. */
    static int newest() {
        return STEPS.size();
    }

    static int version(Connection connection) throws SQLException {
        return Sql.number(connection, "PRAGMA user_version");
    }

    /** Whether the tables are all there; a file that is not yet, or no longer, as this Slipway needs it is not. */
    static boolean isCurrent(Connection connection) throws SQLException {
        return version(connection) == newest();
    }

    /** Brings the file forward, in the caller's transaction: after a crash in between it is as it was. */
    static void migrate(Connection connection) throws SQLException {
        for (var version = version(connection); version < newest(); version++) {
            for (var statement : STEPS.get(version)) {
                Sql.run(connection, statement);
            }
        }
        Sql.run(connection, "PRAGMA user_version = " + newest());
    }

    /**
     * Refuses a file that this Slipway would misread.
     *
     * @throws DeployException HOST if a newer Slipway wrote it, or if it is somebody else's database
     */
    static void check(Connection connection, Path file) throws SQLException, DeployException {
        var version = version(connection);
        if (version > newest()) {
            throw new DeployException(
                    Blame.HOST,
                    "the history " + file + " was written by a newer Slipway (its schema is " + version
                            + ", this one knows up to " + newest() + ")",
                    "run that newer Slipway again; this one writes nothing to the file");
        }
        if (version == 0 && Sql.number(connection, "SELECT count(*) FROM sqlite_schema") > 0) {
            throw new DeployException(
                    Blame.HOST,
                    file + " is a SQLite database, but not a history of Slipway's",
                    "set data_dir to a folder that is Slipway's alone");
        }
    }
}
