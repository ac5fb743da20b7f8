package dev.slipway.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Commit;
import dev.slipway.model.Deployment;
import dev.slipway.model.SwapMode;
import dev.slipway.model.Trigger;
import dev.slipway.testkit.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryFileTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final byte[] RUBBISH = "this is no database".repeat(500).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("history.db");
    }

    @Test
    void aSoundFileIsOpenedAndNothingIsSetAside() throws Exception {
        begin();
        assertEquals(2, begin());
        assertEquals(List.of(), HistoryFile.setAside(file));
    }

    @Fault(53)
    @Test
    void aDamagedFileIsKeptBesideItsSuccessor() throws Exception {
        Files.write(file, RUBBISH);
        assertEquals(1, begin());
        var aside = folder.resolve("history.db.damaged-20261124T120000Z");
        assertEquals(List.of(aside), HistoryFile.setAside(file));
        assertArrayEquals(RUBBISH, Files.readAllBytes(aside));
    }

    @Fault(53)
    @Test
    void theJournalOfADamagedFileIsNotPlayedIntoItsSuccessor() throws Exception {
        Files.write(file, RUBBISH);
        Files.write(folder.resolve("history.db-journal"), RUBBISH);
        assertEquals(1, begin());
        assertFalse(Files.exists(folder.resolve("history.db-journal")));
        assertEquals(1, HistoryFile.setAside(file).size(), "a journal is no history");
    }

    /** Each is sound to SQLite, and would fail at every poll. */
    @Fault(53)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE deployment SET phase = 'SIDEWAYS'",
                "UPDATE phase SET began_at = 'yesterday'",
                "DELETE FROM last_id",
                "INSERT INTO app_state VALUES ('web', 'no commit', NULL, 0)"
            })
    void aValueThatMakesNoSenseIsDamageToo(String change) throws Exception {
        begin();
        try (var editor = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = editor.createStatement()) {
            statement.executeUpdate(change);
        }
        assertEquals(1, begin());
        assertEquals(1, HistoryFile.setAside(file).size());
    }

    @Test
    void aNewerSlipwaysFileIsNoDamage() throws Exception {
        begin();
        try (var editor = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = editor.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 99");
        }
        assertThrows(DeployException.class, this::begin);
        assertEquals(List.of(), HistoryFile.setAside(file));
    }

    private long begin() throws Exception {
        try (var history = HistoryFile.openOrBeginAnew(file, NOON)) {
            var intent = new Deployment.Intent(
                    "web", new Commit("a1".repeat(20)), Trigger.POLL, "hash", SwapMode.TRIAL, "of the test");
            return history.begin(intent, NOON).id();
        }
    }
}
