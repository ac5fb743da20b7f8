package dev.slipway.history;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One connection to the history file, used by one thread at a time; every {@link SQLException} leaves it in words.
 *
 * <p>The file is kept with a rollback journal and {@code synchronous=EXTRA}, not with a write-ahead log: at rest it is one
 * file, a commit that was acknowledged survives the loss of power, and those who only read create no file beside it. Readers
 * wait for a writer, and it for them, for the few milliseconds that either takes.
 */
final class Database implements AutoCloseable {
    /** How long to wait for another process that reads or writes at this moment. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final Path file;
    private final Connection connection;

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Opens the file for the one process that writes, and makes or migrates it if need be. */
    static Database forWriting(Path file, Duration patience) throws DeployException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "the folder of the history " + file + " cannot be made: " + e.getMessage(),
                    "make it, or let the user that Slipway runs as write there",
                    e);
        }
        return open(file, "rwc", patience, database -> {
            Sql.run(database.connection, "PRAGMA synchronous = EXTRA");
            Sql.run(database.connection, "PRAGMA foreign_keys = ON");
            Schema.check(database.connection, file);
            database.checkForDamage();
            if (!Schema.isCurrent(database.connection)) {
                database.write(connection -> {
                    Schema.migrate(connection);
                    return file;
                });
            }
        });
    }

    /**
     * Opens the file of a process that may be running. It is opened in a way that can roll back what a killed writer left half
     * done, which reading needs, but no statement can write.
     */
    static Database forReading(Path file, Duration patience) throws DeployException {
        if (!Files.exists(file)) {
            throw Trouble.notThereYet(file);
        }
        return open(file, "rw", patience, database -> {
            Sql.run(database.connection, "PRAGMA query_only = ON");
            Schema.check(database.connection, file);
            if (Schema.version(database.connection) == 0) {
                throw Trouble.notThereYet(file);
            }
            if (!Schema.isCurrent(database.connection)) {
                throw new DeployException(
                        Blame.HOST,
                        "the history " + file + " was written by an older Slipway and is not migrated yet",
                        "start the agent of this version once (slipway agent)");
            }
        });
    }

    private static Database open(Path file, String mode, Duration patience, Preparation preparation)
            throws DeployException {
        var properties = new Properties();
        properties.setProperty("busy_timeout", Long.toString(patience.toMillis()));
        // As a URI, whatever characters the path has; the mode keeps a reader from creating the file.
        var url = "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + "?mode=" + mode;
        loadLibrary();
        try {
            var database = new Database(file, DriverManager.getConnection(url, properties));
            try {
                preparation.on(database);
                return database;
            } catch (SQLException | DeployException | RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Trouble.of(file, "opened", e);
        }
    }

    private static void loadLibrary() throws DeployException {
        try {
            NativeLibrary.load();
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "the history cannot be opened: " + e.getMessage(),
                    "make room in the folder for temporary files, or name another that programs may run from with"
                            + " -Djava.io.tmpdir",
                    e);
        }
    }

    /** Reads a snapshot, without a transaction of its own: one statement each. */
    <T> T read(Work<T> work) throws DeployException {
        oneAtATime.lock();
        try {
            return work.on(connection);
        } catch (SQLException e) {
            throw Trouble.of(file, "read", e);
        } catch (Damage e) {
            throw Trouble.damaged(file, e);
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Carries out all of {@code work} and has it on disk when it returns, or nothing of it. */
    <T> T write(Work<T> work) throws DeployException {
        oneAtATime.lock();
        try {
            Sql.run(connection, "BEGIN IMMEDIATE");
            return inTransaction(work);
        } catch (SQLException e) {
            throw Trouble.of(file, "written", e);
        } catch (Damage e) {
            throw Trouble.damaged(file, e);
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Plain statements rather than {@code setAutoCommit}, whose way back commits: after a failure that is not wanted. */
    private <T> T inTransaction(Work<T> work) throws SQLException, DeployException {
        var committed = false;
        try {
            var result = work.on(connection);
            Sql.run(connection, "COMMIT");
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollBack();
            }
        }
    }

    private void rollBack() {
        try {
            Sql.run(connection, "ROLLBACK");
        } catch (SQLException ignored) {
            // On a full disk and the like SQLite has rolled back by itself, and the failure that led here is the news.
        }
    }

    private void checkForDamage() throws SQLException, DeployException {
        var verdict = Sql.first(connection, row -> row.getString(1), "PRAGMA quick_check(1)")
                .orElse("no answer");
        if (!verdict.equals("ok")) {
            throw Trouble.damaged(file, new SQLException(verdict));
        }
    }

    @Override
    public void close() throws DeployException {
        oneAtATime.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw Trouble.of(file, "closed", e);
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Statements that belong together. */
    interface Work<T> {
        T on(Connection connection) throws SQLException, DeployException;
    }

    private interface Preparation {
        void on(Database database) throws SQLException, DeployException;
    }

    /** A stored value that cannot be one: the file was changed by something else than Slipway. */
    static final class Damage extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Damage(String what, Throwable cause) {
            super(what, cause);
        }
    }
}
