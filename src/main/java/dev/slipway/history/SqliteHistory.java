package dev.slipway.history;

import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.History;
import dev.slipway.deploy.Outbox;
import dev.slipway.deploy.Reports;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Deployment;
import dev.slipway.model.Phase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The journal in one SQLite file: a change survives the loss of power once its method has returned, and a read, or a decision
 * that was already known, writes nothing at all. One process writes; any number may read beside it. Safe for threads.
 */
public final class SqliteHistory implements History, AutoCloseable {
    /** Decisions kept of each app. */
    static final int DECISIONS_KEPT = 200;

    private static final String TERMINAL = Arrays.stream(Phase.values())
            .filter(Phase::isTerminal)
            .map(phase -> "'" + phase.name() + "'")
            .collect(Collectors.joining(", "));

    private final Database database;
    private final SqliteDeliveries deliveries;
    private final SqlitePushes pushes;
    private final SqliteOutbox outbox;
    private final SqliteReports reports;

    /**
     * Opens the file for writing; makes it, and its folder, if they are not there, and migrates it if an older Slipway wrote
     * it.
     *
     * @throws DeployException HOST if the disk refuses, if the file is damaged, or if a newer Slipway wrote it
     */
    public SqliteHistory(Path file) throws DeployException {
        this(Database.forWriting(file, Database.PATIENCE));
    }

    SqliteHistory(Database database) {
        this.database = database;
        this.deliveries = new SqliteDeliveries(database);
        this.pushes = new SqlitePushes(database);
        this.outbox = new SqliteOutbox(database);
        this.reports = new SqliteReports(database);
    }

    /**
     * Opens the file beside a process that may be writing; whatever would change it fails.
     *
     * @throws DeployException HOST as above, or if there is no history yet
     */
    public static SqliteHistory openReadOnly(Path file) throws DeployException {
        return new SqliteHistory(Database.forReading(file, Database.PATIENCE));
    }

    /**
     * Opens the file as the constructor does, and reads all that is in it.
     *
     * @throws DeployException HOST as above, or if a row makes no sense
     */
    static SqliteHistory readThrough(Path file) throws DeployException {
        var history = new SqliteHistory(file);
        try {
            history.database.read(connection -> {
                Sql.all(connection, row -> Rows.deployment(row).id(), "SELECT * FROM deployment");
                Sql.all(connection, row -> Rows.phase(row).phase(), "SELECT * FROM phase");
                Sql.all(connection, row -> Rows.decision(row).kind(), "SELECT * FROM decision");
                Sql.all(connection, Rows::state, "SELECT * FROM app_state");
                Sql.all(connection, Rows::push, "SELECT * FROM push");
                return lastId(connection);
            });
            return history;
        } catch (DeployException e) {
            history.close();
            throw e;
        }
    }

    @Override
    public Deployment begin(Deployment.Intent intent, Instant now) throws DeployException {
        return database.write(connection -> {
            Sql.run(connection, "UPDATE last_id SET id = id + 1");
            var deployment = Deployment.planned(lastId(connection), intent, now);
            Sql.run(
                    connection,
                    """
                    INSERT INTO deployment (id, app, commit_sha, caused_by, config_hash, swap_mode, reason,
                                            tag, phase, started_at, changed_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    deployment.id(),
                    intent.app(),
                    intent.commit().sha(),
                    intent.trigger().name(),
                    intent.configHash(),
                    intent.swap().name(),
                    intent.reason(),
                    intent.tag(),
                    deployment.phase().name(),
                    now,
                    now);
            enterPhase(connection, deployment);
            return deployment;
        });
    }

    @Override
    public void record(Deployment deployment) throws DeployException {
        database.write(connection -> {
            var changed = Sql.run(
                    connection,
                    "UPDATE deployment SET previous = ?, phase = ?, changed_at = ?, failure = ? WHERE id = ?",
                    deployment.previous().map(StoredForm::write),
                    deployment.phase().name(),
                    deployment.changedAt(),
                    deployment.failure().map(StoredForm::write),
                    deployment.id());
            if (changed == 0) {
                throw new DeployException(
                        Blame.OURS,
                        "deployment " + deployment.id() + " of " + deployment.app() + " was never begun",
                        "report this");
            }
            enterPhase(connection, deployment);
            return deployment;
        });
    }

    /** No phase is entered twice, since no arrow of {@link Phase} leads back. */
    private static void enterPhase(Connection connection, Deployment deployment) throws SQLException {
        Sql.run(
                connection,
                "INSERT OR IGNORE INTO phase (deployment, phase, began_at) VALUES (?, ?, ?)",
                deployment.id(),
                deployment.phase().name(),
                deployment.changedAt());
    }

    @Override
    public void continueAfter(long id) throws DeployException {
        if (database.read(SqliteHistory::lastId) < id) {
            database.write(connection -> Sql.run(connection, "UPDATE last_id SET id = max(id, ?)", id));
        }
    }

    private static long lastId(Connection connection) throws SQLException {
        return Sql.first(connection, row -> row.getLong(1), "SELECT id FROM last_id")
                .orElseThrow(() -> new Database.Damage("the table last_id is empty", new SQLException("no row")));
    }

    @Override
    public Optional<Deployment> find(long id) throws DeployException {
        return database.read(
                connection -> Sql.first(connection, Rows::deployment, "SELECT * FROM deployment WHERE id = ?", id));
    }

    @Override
    public List<Deployment> of(String app, int limit) throws DeployException {
        return deployments("WHERE app = ? ORDER BY id DESC LIMIT ?", app, limit);
    }

    @Override
    public List<Deployment> newest(int limit) throws DeployException {
        return deployments("ORDER BY id DESC LIMIT ?", limit);
    }

    @Override
    public List<Deployment> unfinished(String app) throws DeployException {
        return deployments("WHERE app = ? AND phase NOT IN (" + TERMINAL + ") ORDER BY id DESC", app);
    }

    private List<Deployment> deployments(String which, Object... arguments) throws DeployException {
        return database.read(
                connection -> Sql.all(connection, Rows::deployment, "SELECT * FROM deployment " + which, arguments));
    }

    @Override
    public List<PhaseStart> phases(long id) throws DeployException {
        return database.read(connection ->
                Sql.all(connection, Rows::phase, "SELECT * FROM phase WHERE deployment = ? ORDER BY rowid", id));
    }

    @Override
    public AppState state(String app) throws DeployException {
        return database.read(
                        connection -> Sql.first(connection, Rows::state, "SELECT * FROM app_state WHERE app = ?", app))
                .orElse(AppState.FREE);
    }

    @Override
    public void save(String app, AppState state) throws DeployException {
        if (!state(app).equals(state)) {
            database.write(connection -> Sql.run(
                    connection,
                    "INSERT OR REPLACE INTO app_state (app, pinned, paused, acknowledged) VALUES (?, ?, ?, ?)",
                    app,
                    state.pinned().map(Commit::sha),
                    state.paused(),
                    state.acknowledged()));
        }
    }

    @Override
    public void decided(String app, Decision decision) throws DeployException {
        if (!database.read(connection -> isLast(connection, app, decision))) {
            database.write(connection -> isLast(connection, app, decision) || enter(connection, app, decision));
        }
    }

    private static boolean isLast(Connection connection, String app, Decision decision) throws SQLException {
        return newestDecisions(connection, app, 1).stream()
                .anyMatch(last -> last.reason().equals(decision.reason()));
    }

    private static boolean enter(Connection connection, String app, Decision decision) throws SQLException {
        Sql.run(
                connection,
                "INSERT INTO decision (app, decided_at, kind, commit_sha, reason) VALUES (?, ?, ?, ?, ?)",
                app,
                decision.at(),
                decision.kind().name(),
                decision.commit().map(Commit::sha),
                decision.reason());
        Sql.run(connection, """
                DELETE FROM decision WHERE app = ? AND id NOT IN
                  (SELECT id FROM decision WHERE app = ? ORDER BY id DESC LIMIT ?)""", app, app, DECISIONS_KEPT);
        return true;
    }

    @Override
    public List<Decision> decisions(String app, int limit) throws DeployException {
        return database.read(connection -> newestDecisions(connection, app, limit));
    }

    private static List<Decision> newestDecisions(Connection connection, String app, int limit) throws SQLException {
        return Sql.all(
                connection,
                Rows::decision,
                "SELECT * FROM decision WHERE app = ? ORDER BY id DESC LIMIT ?",
                app,
                limit);
    }

    @Override
    public void pushed(Push push) throws DeployException {
        pushes.add(push);
    }

    @Override
    public List<Push> pushes(String app, int limit) throws DeployException {
        return pushes.newest(app, limit);
    }

    /** What came in by the webhook, in the same file; to be used no longer than this. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /** What is still to be sent, in the same file; likewise. */
    public Outbox outbox() {
        return outbox;
    }

    /** What forges are to show, in the same file; likewise. */
    public Reports reports() {
        return reports;
    }

    /** Notes whether a webhook is configured; what is known already writes nothing. */
    public void expectDeliveries(boolean expected, Instant now) throws DeployException {
        deliveries.expect(expected, now);
    }

    /** Since when one is configured, without a break; empty if none is. */
    public Optional<Instant> deliveriesExpectedSince() throws DeployException {
        return deliveries.expectedSince();
    }

    @Override
    public void close() throws DeployException {
        database.close();
    }
}
