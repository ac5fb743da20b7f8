package dev.slipway.history;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Reports;
import dev.slipway.model.Report;
import dev.slipway.model.ReportEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** What forges are to show of deployments, as a table of the history's file. */
final class SqliteReports implements Reports {
    private final Database database;

    SqliteReports(Database database) {
        this.database = database;
    }

    @Override
    public void put(Set<Report.Kind> kinds, Report report) throws DeployException {
        database.write(connection -> {
            for (var kind : Report.Kind.values()) {
                if (kinds.contains(kind)) {
                    put(connection, kind, report);
                }
            }
            return Sql.run(connection, """
                    DELETE FROM report WHERE id NOT IN (SELECT id FROM report ORDER BY id DESC LIMIT ?)""", KEPT);
        });
    }

    private static void put(Connection connection, Report.Kind kind, Report report) throws SQLException {
        if (kind == Report.Kind.STATUS && isOvertaken(connection, report)) {
            return;
        }
        var before = Sql.first(
                connection,
                Rows::report,
                "SELECT * FROM report WHERE kind = ? AND deployment = ?",
                kind.name(),
                report.deployment());
        if (before.isEmpty()) {
            insert(connection, kind, report);
        } else if (!before.get().report().saysAs(report)
                && (report.state().isFinal() || !before.get().report().state().isFinal())) {
            change(connection, before.get().saying(report));
        }
    }

    /** Drops what earlier deployments of the commit had to say, and says whether a later one has spoken. */
    private static boolean isOvertaken(Connection connection, Report report) throws SQLException {
        Sql.run(
                connection,
                "DELETE FROM report WHERE kind = ? AND app = ? AND commit_sha = ? AND deployment < ?",
                Report.Kind.STATUS.name(),
                report.app(),
                report.commit().sha(),
                report.deployment());
        return Sql.first(
                        connection,
                        row -> true,
                        "SELECT 1 FROM report WHERE kind = ? AND app = ? AND commit_sha = ? AND deployment > ?",
                        Report.Kind.STATUS.name(),
                        report.app(),
                        report.commit().sha(),
                        report.deployment())
                .isPresent();
    }

    private static void insert(Connection connection, Report.Kind kind, Report report) throws SQLException {
        Sql.run(
                connection,
                """
                INSERT INTO report (kind, app, deployment, commit_sha, started_at, state, words, changed_at,
                                    revision, sent, given_up, attempts, next_at, trouble)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0, 0, ?, '')""",
                kind.name(),
                report.app(),
                report.deployment(),
                report.commit().sha(),
                report.startedAt(),
                report.state().name(),
                report.words(),
                report.at(),
                report.at());
    }

    private static void change(Connection connection, ReportEntry entry) throws SQLException {
        Sql.run(
                connection,
                "UPDATE report SET state = ?, words = ?, changed_at = ?, revision = ?, attempts = ? WHERE id = ?",
                entry.report().state().name(),
                entry.report().words(),
                entry.report().at(),
                entry.revision(),
                entry.attempts(),
                entry.id());
    }

    @Override
    public List<ReportEntry> all() throws DeployException {
        return database.read(connection -> Sql.all(connection, Rows::report, "SELECT * FROM report ORDER BY id"));
    }

    @Override
    public void save(ReportEntry entry) throws DeployException {
        database.write(connection -> Sql.run(
                connection,
                """
                UPDATE report SET sent = ?, given_up = ?, forge_id = ?, attempts = ?, next_at = ?, trouble = ?
                WHERE id = ?""",
                entry.sent(),
                entry.givenUp(),
                entry.forgeId(),
                entry.attempts(),
                entry.next(),
                entry.trouble(),
                entry.id()));
    }

    @Override
    public void remove(long id) throws DeployException {
        database.write(connection -> Sql.run(connection, "DELETE FROM report WHERE id = ?", id));
    }
}
