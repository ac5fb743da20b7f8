package dev.slipway.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.DeliveriesContract;
import dev.slipway.deploy.DeployException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDeliveriesTest extends DeliveriesContract {
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
    protected Deliveries deliveries() {
        return history.deliveries();
    }

    private void reopen() throws Exception {
        history.close();
        history = new SqliteHistory(file);
    }

    @Test
    void deliveriesAreThereWhenReopened() throws Exception {
        deliveries().add(accepted(1, "web"));
        reopen();
        assertEquals(List.of(accepted(1, "web")), deliveries().newest(9));
    }

    @Test
    void aReaderSeesThemAndCannotAddAny() throws Exception {
        deliveries().add(accepted(1, "web"));
        try (var reader = SqliteHistory.openReadOnly(file)) {
            assertEquals(Optional.of(accepted(1, "web")), reader.deliveries().lastVerified());
            Assertions.assertThrows(
                    DeployException.class, () -> reader.deliveries().add(rejected(2)));
        }
    }

    @Test
    void theyAreExpectedSinceTheFirstTimeUntilNoMore() throws Exception {
        assertEquals(Optional.empty(), history.deliveriesExpectedSince());
        history.expectDeliveries(true, NOON);
        history.expectDeliveries(true, NOON.plusSeconds(60));
        reopen();
        assertEquals(Optional.of(NOON), history.deliveriesExpectedSince());
        history.expectDeliveries(false, NOON.plusSeconds(90));
        assertEquals(Optional.empty(), history.deliveriesExpectedSince());
        history.expectDeliveries(true, NOON.plusSeconds(120));
        assertEquals(Optional.of(NOON.plusSeconds(120)), history.deliveriesExpectedSince());
    }

    @Test
    void whatIsKnownToBeExpectedWritesNothing() throws Exception {
        history.expectDeliveries(true, NOON);
        var before = Files.readAllBytes(file);
        history.expectDeliveries(true, NOON.plusSeconds(60));
        Assertions.assertArrayEquals(before, Files.readAllBytes(file));
    }
}
