package dev.slipway.history;

import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Delivery;
import dev.slipway.model.Forge;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came in by the webhook, in the same file as the journal; and since when something is expected to. */
final class SqliteDeliveries implements Deliveries {
    private final Database database;

    SqliteDeliveries(Database database) {
        this.database = database;
    }

    @Override
    public void add(Delivery delivery) throws DeployException {
        database.write(connection -> {
            Sql.run(
                    connection,
                    """
                    INSERT INTO delivery (came_at, forge, sender, forge_id, hook, event, verdict, status, reason, apps, secret)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    delivery.at(),
                    delivery.forge().name(),
                    delivery.from(),
                    delivery.id(),
                    delivery.hook(),
                    delivery.event(),
                    delivery.verdict().name(),
                    delivery.status(),
                    delivery.reason(),
                    String.join(Rows.BETWEEN_APPS, delivery.apps()),
                    delivery.secret());
            // A flood of what is not believed must not wash away when the webhook was last heard, of any app.
            return Sql.run(connection, """
                    DELETE FROM delivery
                    WHERE id NOT IN (SELECT id FROM delivery ORDER BY id DESC LIMIT ?)
                      AND id NOT IN (SELECT max(id) FROM delivery WHERE secret IS NOT NULL AND forge <> ?
                                     GROUP BY apps)""", KEPT, Forge.SLIPWAY.name());
        });
    }

    @Override
    public List<Delivery> newest(int limit) throws DeployException {
        return database.read(connection ->
                Sql.all(connection, Rows::delivery, "SELECT * FROM delivery ORDER BY id DESC LIMIT ?", limit));
    }

    @Override
    public Optional<Delivery> lastVerified() throws DeployException {
        return database.read(connection -> Sql.first(
                connection,
                Rows::delivery,
                "SELECT * FROM delivery WHERE secret IS NOT NULL AND forge <> ? ORDER BY id DESC LIMIT 1",
                Forge.SLIPWAY.name()));
    }

    /** See {@link SqliteHistory#expectDeliveries}. */
    void expect(boolean expected, Instant now) throws DeployException {
        if (expectedSince().isPresent() != expected) {
            database.write(connection -> expected
                    ? Sql.run(connection, "INSERT INTO deliveries_expected (since) VALUES (?)", now)
                    : Sql.run(connection, "DELETE FROM deliveries_expected"));
        }
    }

    /** See {@link SqliteHistory#deliveriesExpectedSince}. */
    Optional<Instant> expectedSince() throws DeployException {
        return database.read(SqliteDeliveries::expectedSince);
    }

    private static Optional<Instant> expectedSince(Connection connection) throws SQLException {
        return Sql.first(connection, Rows::since, "SELECT since FROM deliveries_expected");
    }
}
