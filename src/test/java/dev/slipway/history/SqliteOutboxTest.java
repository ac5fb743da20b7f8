package dev.slipway.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Outbox;
import dev.slipway.deploy.OutboxContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOutboxTest extends OutboxContract {
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
    protected Outbox outbox() {
        return history.outbox();
    }

    @Test
    void allOfItIsThereWhenReopened() throws Exception {
        outbox().put(List.of("ntfy 1"), news(7));
        outbox().raise("disk low", NOON);
        var waiting = outbox().waiting();
        history.close();
        history = new SqliteHistory(file);
        assertEquals(waiting, outbox().waiting());
        assertTrue(outbox().isTold(7));
        assertFalse(outbox().raise("disk low", NOON));
    }

    @Test
    void aReaderSeesWhatWaitsAndCanTakeNothing() throws Exception {
        outbox().put(List.of("ntfy 1"), news(7));
        try (var reader = SqliteHistory.openReadOnly(file)) {
            assertEquals(1, reader.outbox().waiting().size());
            assertThrows(DeployException.class, () -> reader.outbox().remove(1));
        }
    }

    @Test
    void whatIsKnownWritesNothing() throws Exception {
        outbox().raise("disk low", NOON);
        var before = Files.readAllBytes(file);
        outbox().raise("disk low", NOON.plusSeconds(60));
        outbox().clear("unreachable web");
        assertArrayEquals(before, Files.readAllBytes(file));
    }
}
