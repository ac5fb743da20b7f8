package dev.slipway.history;

import dev.slipway.deploy.History.AppState;
import dev.slipway.deploy.History.Decision;
import dev.slipway.deploy.History.PhaseStart;
import dev.slipway.deploy.History.Push;
import dev.slipway.history.Database.Damage;
import dev.slipway.model.Commit;
import dev.slipway.model.Delivery;
import dev.slipway.model.Deployment;
import dev.slipway.model.Forge;
import dev.slipway.model.Letter;
import dev.slipway.model.News;
import dev.slipway.model.Phase;
import dev.slipway.model.Report;
import dev.slipway.model.ReportEntry;
import dev.slipway.model.SwapMode;
import dev.slipway.model.Trigger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From rows of the tables to the words of the domain. */
final class Rows {
    /** No app's name holds one. */
    static final String BETWEEN_APPS = " ";

    private Rows() {}

    static Deployment deployment(ResultSet row) throws SQLException {
        return sensible(() -> new Deployment(
                row.getLong("id"),
                new Deployment.Intent(
                        row.getString("app"),
                        new Commit(row.getString("commit_sha")),
                        Trigger.valueOf(row.getString("caused_by")),
                        row.getString("config_hash"),
                        SwapMode.valueOf(row.getString("swap_mode")),
                        row.getString("reason"),
                        text(row, "tag")),
                text(row, "previous").map(StoredForm::container),
                Phase.valueOf(row.getString("phase")),
                Instant.parse(row.getString("started_at")),
                Instant.parse(row.getString("changed_at")),
                text(row, "failure").map(StoredForm::failure)));
    }

    static PhaseStart phase(ResultSet row) throws SQLException {
        return sensible(
                () -> new PhaseStart(Phase.valueOf(row.getString("phase")), Instant.parse(row.getString("began_at"))));
    }

    static Decision decision(ResultSet row) throws SQLException {
        return sensible(() -> new Decision(
                Instant.parse(row.getString("decided_at")),
                Decision.Kind.valueOf(row.getString("kind")),
                text(row, "commit_sha").map(Commit::new),
                row.getString("reason")));
    }

    static AppState state(ResultSet row) throws SQLException {
        return sensible(() ->
                new AppState(text(row, "pinned").map(Commit::new), text(row, "paused"), row.getLong("acknowledged")));
    }

    static Delivery delivery(ResultSet row) throws SQLException {
        return sensible(() -> new Delivery(
                Instant.parse(row.getString("came_at")),
                Forge.valueOf(row.getString("forge")),
                row.getString("sender"),
                text(row, "forge_id"),
                text(row, "hook"),
                row.getString("event"),
                Delivery.Verdict.valueOf(row.getString("verdict")),
                row.getInt("status"),
                row.getString("reason"),
                Stream.of(row.getString("apps").split(BETWEEN_APPS))
                        .filter(app -> !app.isEmpty())
                        .toList(),
                text(row, "secret")));
    }

    static Push push(ResultSet row) throws SQLException {
        return sensible(() -> new Push(
                row.getLong("deployment"),
                row.getString("app"),
                row.getString("reference"),
                row.getString("image"),
                row.getString("digest"),
                Instant.parse(row.getString("pushed_at"))));
    }

    static Letter letter(ResultSet row) throws SQLException {
        return sensible(() -> new Letter(
                row.getLong("id"),
                row.getString("recipient"),
                new News(
                        News.Kind.valueOf(row.getString("kind")),
                        text(row, "app"),
                        row.getString("title"),
                        lines(row.getString("body")),
                        lines(row.getString("log")),
                        deployed(row.getLong("deployment"), text(row, "commit_sha")),
                        Instant.parse(row.getString("happened_at"))),
                row.getInt("attempts"),
                Instant.parse(row.getString("next_at")),
                row.getString("trouble")));
    }

    static ReportEntry report(ResultSet row) throws SQLException {
        return sensible(() -> new ReportEntry(
                row.getLong("id"),
                Report.Kind.valueOf(row.getString("kind")),
                new Report(
                        row.getString("app"),
                        row.getLong("deployment"),
                        new Commit(row.getString("commit_sha")),
                        Instant.parse(row.getString("started_at")),
                        Report.State.valueOf(row.getString("state")),
                        row.getString("words"),
                        Instant.parse(row.getString("changed_at"))),
                row.getLong("revision"),
                row.getLong("sent"),
                row.getLong("given_up"),
                text(row, "forge_id"),
                row.getInt("attempts"),
                Instant.parse(row.getString("next_at")),
                row.getString("trouble")));
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : text.lines().toList();
    }

    private static Optional<News.Deployed> deployed(long id, Optional<String> commit) {
        return commit.map(sha -> new News.Deployed(id, sha));
    }

    static Instant since(ResultSet row) throws SQLException {
        return sensible(() -> Instant.parse(row.getString("since")));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    /** An enum's or a commit's name that is none can only come from outside, and must not look like a bug of ours. */
    private static <T> T sensible(Mapping<T> mapping) throws SQLException {
        try {
            return mapping.map();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Damage("a stored value makes no sense: " + e.getMessage(), e);
        }
    }

    private interface Mapping<T> {
        T map() throws SQLException;
    }
}
