package dev.slipway.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Reports;
import dev.slipway.deploy.ReportsContract;
import dev.slipway.model.Report.Kind;
import dev.slipway.model.Report.State;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteReportsTest extends ReportsContract {
    @TempDir
    Path folder;

    private Path file;
    private SqliteHistory history;

    @BeforeEach
    void open() throws Exception {
        file = folder.resolve("history.db");
        history = new SqliteHistory(file);
    }

    @AfterEach
    void close() throws Exception {
        history.close();
    }

    @Override
    protected Reports reports() {
        return history.reports();
    }

    @Test
    void allOfItIsThereWhenReopened() throws Exception {
        reports().put(EnumSet.allOf(Kind.class), report(7, "a", State.PENDING, "building"));
        reports().save(reports().all().getFirst().known("4711").failed(NOON, "answered 503"));
        var all = reports().all();
        history.close();
        history = new SqliteHistory(file);
        assertEquals(all, reports().all());
    }

    @Test
    void aReaderSeesWhatWaitsAndCanTakeNothing() throws Exception {
        reports().put(EnumSet.of(Kind.STATUS), report(7, "a", State.PENDING, "building"));
        try (var reader = SqliteHistory.openReadOnly(file)) {
            assertEquals(reports().all(), reader.reports().all());
            assertThrows(DeployException.class, () -> reader.reports().remove(1));
        }
    }
}
