package dev.slipway.history;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Outbox;
import dev.slipway.model.Letter;
import dev.slipway.model.News;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The outbox, as tables of the history's file. */
final class SqliteOutbox implements Outbox {
    private final Database database;

    SqliteOutbox(Database database) {
        this.database = database;
    }

    @Override
    public int put(List<String> recipients, News news) throws DeployException {
        return database.write(connection -> {
            for (var recipient : recipients) {
                Sql.run(
                        connection,
                        """
                        INSERT INTO letter (recipient, kind, app, title, body, log, deployment, commit_sha, happened_at,
                                            attempts, next_at, trouble)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, '')""",
                        recipient,
                        news.kind().name(),
                        news.app(),
                        news.title(),
                        String.join("\n", news.body()),
                        String.join("\n", news.log()),
                        news.deployment().map(deployment -> Long.toString(deployment.id())),
                        news.deployment().map(News.Deployed::commit),
                        news.at(),
                        news.at());
            }
            if (news.deployment().isPresent()) {
                tell(connection, news.deployment().get().id());
            }
            return Sql.run(connection, """
                    DELETE FROM letter WHERE id NOT IN (SELECT id FROM letter ORDER BY id DESC LIMIT ?)""", MOST);
        });
    }

    private static void tell(Connection connection, long deployment) throws SQLException {
        Sql.run(connection, "INSERT OR IGNORE INTO told (deployment) VALUES (?)", deployment);
        Sql.run(connection, """
                DELETE FROM told
                WHERE deployment NOT IN (SELECT deployment FROM told ORDER BY deployment DESC LIMIT ?)""", TOLD_KEPT);
    }

    @Override
    public boolean isTold(long deployment) throws DeployException {
        return database.read(connection ->
                        Sql.first(connection, row -> true, "SELECT 1 FROM told WHERE deployment = ?", deployment))
                .isPresent();
    }

    @Override
    public List<Letter> waiting() throws DeployException {
        return database.read(connection -> Sql.all(connection, Rows::letter, "SELECT * FROM letter ORDER BY id"));
    }

    @Override
    public void postpone(Letter letter) throws DeployException {
        database.write(connection -> Sql.run(
                connection,
                "UPDATE letter SET attempts = ?, next_at = ?, trouble = ? WHERE id = ?",
                letter.attempts(),
                letter.next(),
                letter.trouble(),
                letter.id()));
    }

    @Override
    public void remove(long id) throws DeployException {
        database.write(connection -> Sql.run(connection, "DELETE FROM letter WHERE id = ?", id));
    }

    @Override
    public boolean raise(String trouble, Instant now) throws DeployException {
        return !isRaised(trouble)
                && database.write(connection -> Sql.run(
                                connection,
                                "INSERT OR IGNORE INTO lasting_trouble (trouble, since) VALUES (?, ?)",
                                trouble,
                                now))
                        > 0;
    }

    @Override
    public boolean clear(String trouble) throws DeployException {
        return isRaised(trouble)
                && database.write(connection ->
                                Sql.run(connection, "DELETE FROM lasting_trouble WHERE trouble = ?", trouble))
                        > 0;
    }

    /** Asked first, so that what is known already writes nothing. */
    private boolean isRaised(String trouble) throws DeployException {
        return database.read(connection ->
                        Sql.first(connection, row -> true, "SELECT 1 FROM lasting_trouble WHERE trouble = ?", trouble))
                .isPresent();
    }
}
