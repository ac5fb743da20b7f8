package dev.slipway.history;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.History.Push;
import java.util.List;

/** What was pushed to registries, in the same file as the journal. */
final class SqlitePushes {
    private final Database database;

    SqlitePushes(Database database) {
        this.database = database;
    }

    /** See {@link SqliteHistory#pushed}. */
    void add(Push push) throws DeployException {
        database.write(connection -> Sql.run(
                connection,
                "INSERT INTO push (deployment, app, reference, image, digest, pushed_at) VALUES (?, ?, ?, ?, ?, ?)",
                push.deployment(),
                push.app(),
                push.reference(),
                push.image(),
                push.digest(),
                push.at()));
    }

    /** See {@link SqliteHistory#pushes}. */
    List<Push> newest(String app, int limit) throws DeployException {
        return database.read(connection -> Sql.all(
                connection, Rows::push, "SELECT * FROM push WHERE app = ? ORDER BY id DESC LIMIT ?", app, limit));
    }
}
