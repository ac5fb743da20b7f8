package dev.slipway.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.History;
import dev.slipway.deploy.HistoryContract;
import dev.slipway.model.Blame;
import dev.slipway.model.Phase;
import dev.slipway.testkit.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteHistoryTest extends HistoryContract {
    @TempDir
    Path folder;

    private Path file;
    private SqliteHistory history;

    @BeforeEach
    void open() throws Exception {
        file = folder.resolve("data").resolve("history.db");
        history = new SqliteHistory(file);
    }

    @AfterEach
    void close() throws Exception {
        history.close();
    }

    @Override
    protected History history() {
        return history;
    }

    private void reopen() throws Exception {
        history.close();
        history = new SqliteHistory(file);
    }

    @Test
    void keepsEverythingWhenReopened() throws Exception {
        var deployment = history.begin(intent("web", B2), NOON)
                .replacing(Optional.of(container()))
                .because(failure())
                .advance(Phase.BUILDING, NOON);
        history.record(deployment);
        var state = new History.AppState(Optional.of(A1), Optional.of("holiday"), 3);
        history.save("web", state);
        var decision = new History.Decision(NOON, History.Decision.Kind.UP_TO_DATE, Optional.of(A1), "as it should be");
        history.decided("web", decision);
        reopen();
        assertEquals(Optional.of(deployment), history.find(deployment.id()));
        assertEquals(2, history.phases(deployment.id()).size());
        assertEquals(state, history.state("web"));
        assertEquals(List.of(decision), history.decisions("web", 9));
    }

    @Test
    void idsRiseOverAReopening() throws Exception {
        history.continueAfter(41);
        reopen();
        assertEquals(42, history.begin(intent("web", A1), NOON).id());
        reopen();
        assertEquals(43, history.begin(intent("web", A1), NOON).id());
    }

    @Test
    void keepsTheNewest200DecisionsOfEachApp() throws Exception {
        history.decided("db", aDecision("of another app"));
        for (var i = 0; i < 205; i++) {
            history.decided("web", aDecision("reason " + i));
        }
        var kept = history.decisions("web", 1000);
        assertEquals(200, kept.size());
        assertEquals("reason 204", kept.getFirst().reason());
        assertEquals("reason 5", kept.getLast().reason());
        assertEquals(1, history.decisions("db", 1000).size());
    }

    @Test
    void writesNothingWhenNothingIsNew() throws Exception {
        var deployment = history.begin(intent("web", B2), NOON);
        var held = History.AppState.FREE.pinnedTo(Optional.of(A1));
        history.save("web", held);
        history.decided("web", aDecision("up to date"));
        history.close();
        var before = everythingOnDisk();

        history = new SqliteHistory(file);
        history.continueAfter(deployment.id());
        history.decided("web", aDecision("up to date"));
        history.save("web", held);
        history.save("never-touched", History.AppState.FREE);
        history.state("web");
        history.of("web", 5);
        history.newest(5);
        history.unfinished("web");
        history.phases(deployment.id());
        history.decisions("web", 5);
        assertEquals(before, everythingOnDisk(), "while it is open");
        history.close();
        assertEquals(before, everythingOnDisk(), "after it was closed");
    }

    @Test
    void theCheckForWritesSeesAWrite() throws Exception {
        var before = everythingOnDisk();
        history.decided("web", aDecision("new"));
        assertNotEquals(before, everythingOnDisk());
    }

    @Test
    void isOneFileAtRest() throws Exception {
        history.begin(intent("web", B2), NOON);
        try (var files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aReaderSeesWhatTheWriterHasWrittenSince() throws Exception {
        try (var reader = SqliteHistory.openReadOnly(file)) {
            assertEquals(List.of(), reader.newest(9));
            var begun = history.begin(intent("web", A1), NOON);
            assertEquals(List.of(begun), reader.newest(9));
        }
    }

    @Test
    void aReaderLeavesNoTrace() throws Exception {
        history.begin(intent("web", A1), NOON);
        var before = everythingOnDisk();
        try (var reader = SqliteHistory.openReadOnly(file)) {
            reader.newest(9);
        }
        assertEquals(before, everythingOnDisk());
    }

    @Test
    void aReaderCannotWrite() throws Exception {
        try (var reader = SqliteHistory.openReadOnly(file)) {
            var refused = assertThrows(DeployException.class, () -> reader.begin(intent("web", A1), NOON));
            assertEquals(Blame.HOST, refused.failure().blame());
        }
        assertEquals(List.of(), history.newest(9));
    }

    @Test
    void aReaderSaysThatThereIsNoHistoryYetAndMakesNone() throws Exception {
        var nowhere = folder.resolve("nothing/history.db");
        var refused = assertThrows(DeployException.class, () -> SqliteHistory.openReadOnly(nowhere));
        assertEquals("there is no history yet at " + nowhere, refused.failure().what());
        assertTrue(
                refused.failure().next().contains("slipway agent"),
                refused.failure().next());
        assertTrue(Files.notExists(nowhere.getParent()));
    }

    @Test
    void aFileThatTheWriterHasOnlyJustMadeIsNotThereYet() throws Exception {
        var empty = Files.createFile(folder.resolve("empty.db"));
        var refused = assertThrows(DeployException.class, () -> SqliteHistory.openReadOnly(empty));
        assertEquals("there is no history yet at " + empty, refused.failure().what());
        assertEquals(0, Files.size(empty));
    }

    @Test
    void theWriterTakesUpAFileThatACrashLeftEmpty() throws Exception {
        var empty = Files.createFile(folder.resolve("empty.db"));
        try (var opened = new SqliteHistory(empty)) {
            assertEquals(1, opened.begin(intent("web", A1), NOON).id());
        }
    }

    @Test
    void undoesWhatAKilledWriterLeftHalfDone() throws Exception {
        history.begin(intent("web", A1), NOON);
        history.close();
        var killed = folder.resolve("killed.db");
        try (var writer = connect(file)) {
            run(writer, "PRAGMA cache_size = 1");
            run(writer, "PRAGMA cache_spill = 1");
            writer.setAutoCommit(false);
            for (var i = 0; i < 500; i++) {
                run(
                        writer,
                        "INSERT INTO decision (app, decided_at, kind, reason) VALUES ('web', 'x', 'x', hex(randomblob(500)))");
            }
            // Spilled pages stand in the file, the old ones in its journal: what a SIGKILL at this moment leaves
            // behind.
            Files.copy(file, killed);
            Files.copy(Path.of(file + "-journal"), Path.of(killed + "-journal"));
            writer.rollback();
        }
        assertTrue(Files.size(killed) > Files.size(file), "the copy holds half a transaction");
        try (var reader = SqliteHistory.openReadOnly(killed)) {
            assertEquals(1, reader.newest(9).size());
            assertEquals(List.of(), reader.decisions("web", 9));
        }
        try (var writer = new SqliteHistory(killed)) {
            assertEquals(2, writer.begin(intent("web", A1), NOON).id());
        }
    }

    @Test
    void takesUpdatesFromManyThreadsAtOnce() throws Exception {
        try (var pool = Executors.newFixedThreadPool(4)) {
            Callable<List<Long>> work = () -> {
                var ids = new java.util.ArrayList<Long>();
                for (var i = 0; i < 25; i++) {
                    var begun = history.begin(intent("web", A1), NOON);
                    history.record(begun.advance(Phase.BUILDING, NOON));
                    history.find(begun.id()).orElseThrow();
                    ids.add(begun.id());
                }
                return ids;
            };
            var all = new TreeSet<Long>();
            for (var done : pool.invokeAll(List.of(work, work, work, work))) {
                all.addAll(done.get());
            }
            assertEquals(100, all.size());
        }
        assertEquals(100, history.unfinished("web").size());
    }

    @Test
    void aReaderAndTheWriterDoNotFailEachOther() throws Exception {
        try (var pool = Executors.newSingleThreadExecutor();
                var reader = SqliteHistory.openReadOnly(file)) {
            var written = pool.submit(() -> {
                for (var i = 0; i < 50; i++) {
                    history.begin(intent("web", A1), NOON);
                }
                return history.newest(100).size();
            });
            while (!written.isDone()) {
                reader.newest(100);
            }
            assertEquals(50, written.get());
            assertEquals(50, reader.newest(100).size());
        }
    }

    @Test
    void opensUnderAnAwkwardPath() throws Exception {
        var awkward = folder.resolve("a b?c#d%20e ü&mode=ro").resolve("history.db");
        try (var opened = new SqliteHistory(awkward)) {
            opened.begin(intent("web", A1), NOON);
        }
        assertTrue(Files.size(awkward) > 0);
        try (var reader = SqliteHistory.openReadOnly(awkward)) {
            assertEquals(1, reader.newest(9).size());
        }
    }

    @Test
    void saysInWordsWhenAnotherProgramKeepsItLocked() throws Exception {
        try (var impatient = new SqliteHistory(Database.forWriting(file, Duration.ofMillis(20)));
                var holder = connect(file)) {
            run(holder, "BEGIN EXCLUSIVE");
            var refused = assertThrows(DeployException.class, () -> impatient.begin(intent("web", A1), NOON));
            assertEquals(Blame.HOST, refused.failure().blame());
            assertEquals(
                    "the history " + file + " cannot be written: another program keeps it locked",
                    refused.failure().what());
            run(holder, "ROLLBACK");
            assertEquals(1, impatient.begin(intent("web", A1), NOON).id());
        }
    }

    @Fault(36)
    @Test
    void saysInWordsWhenTheDiskIsFullAndGoesOnWhenItIsNot() throws Exception {
        try (var database = Database.forWriting(file, Database.PATIENCE)) {
            var full = new SqliteHistory(database);
            var begun = full.begin(intent("web", A1), NOON);
            database.read(connection -> Sql.number(connection, "PRAGMA max_page_count = 1"));
            var large = begun.because(failure().withEvidence(List.of("x".repeat(100_000))));
            var refused = assertThrows(DeployException.class, () -> full.record(large));
            assertEquals(Blame.HOST, refused.failure().blame());
            assertEquals(
                    "the history " + file + " cannot be written: the disk is full",
                    refused.failure().what());
            assertEquals(Optional.of(begun), full.find(begun.id()), "nothing of it was written");
            database.read(connection -> Sql.number(connection, "PRAGMA max_page_count = 100000"));
            full.record(large);
            assertEquals(Optional.of(large), full.find(begun.id()));
        }
    }

    @Test
    void bringsAFileOfTheFirstSchemaForwardAndKeepsWhatIsInIt() throws Exception {
        var begun = history.begin(intent("web", A1), NOON);
        history.close();
        try (var older = connect(file)) {
            run(older, "DROP TABLE delivery");
            run(older, "DROP TABLE deliveries_expected");
            run(older, "DROP TABLE push");
            run(older, "DROP TABLE letter");
            run(older, "DROP TABLE told");
            run(older, "DROP TABLE lasting_trouble");
            run(older, "DROP TABLE report");
            run(older, "ALTER TABLE deployment DROP COLUMN tag");
            run(older, "PRAGMA user_version = 1");
        }
        var refused = assertThrows(DeployException.class, () -> SqliteHistory.openReadOnly(file));
        assertTrue(
                refused.failure().what().contains("not migrated yet"),
                refused.failure().what());
        history = new SqliteHistory(file);
        assertEquals(List.of(begun), history.newest(9));
        assertEquals(List.of(), history.deliveries().newest(9));
        assertEquals(List.of(), history.pushes("web", 9));
        assertEquals(List.of(), history.outbox().waiting());
        history.expectDeliveries(true, NOON);
        assertEquals(Optional.of(NOON), history.deliveriesExpectedSince());
    }

    @Test
    void bringsAFileOfBeforeThereWereTagsForward() throws Exception {
        var begun = history.begin(intent("web", A1), NOON);
        history.close();
        try (var older = connect(file)) {
            run(older, "ALTER TABLE deployment DROP COLUMN tag");
            run(older, "DROP TABLE letter");
            run(older, "DROP TABLE told");
            run(older, "DROP TABLE lasting_trouble");
            run(older, "DROP TABLE report");
            run(older, "PRAGMA user_version = 3");
        }
        history = new SqliteHistory(file);
        assertEquals(List.of(begun), history.newest(9));
        assertEquals(Optional.empty(), history.newest(9).getFirst().intent().tag());
    }

    @Test
    void refusesAFileOfANewerSlipwayAndLeavesItAlone() throws Exception {
        history.close();
        try (var newer = connect(file)) {
            run(newer, "PRAGMA user_version = 99");
        }
        var before = everythingOnDisk();
        for (var opening : openings(file)) {
            var refused = assertThrows(DeployException.class, opening::call);
            assertEquals(
                    "the history " + file
                            + " was written by a newer Slipway (its schema is 99, this one knows up to "
                            + Schema.newest() + ")",
                    refused.failure().what());
        }
        assertEquals(before, everythingOnDisk());
    }

    @Test
    void refusesSomebodyElsesDatabase() throws Exception {
        var theirs = folder.resolve("theirs.db");
        try (var other = connect(theirs)) {
            run(other, "CREATE TABLE bookmarks (url TEXT)");
        }
        for (var opening : openings(theirs)) {
            var refused = assertThrows(DeployException.class, opening::call);
            assertEquals(
                    theirs + " is a SQLite database, but not a history of Slipway's",
                    refused.failure().what());
        }
    }

    @Test
    void saysWhichFileIsDamagedAndWhatToDo() throws Exception {
        history.close();
        Files.writeString(file, "this is no database".repeat(500));
        for (var opening : openings(file)) {
            var refused = assertThrows(DeployException.class, opening::call);
            assertEquals(Blame.HOST, refused.failure().blame());
            assertTrue(
                    refused.failure().what().startsWith("the history " + file + " is damaged: "),
                    refused.failure().what());
            assertTrue(
                    refused.failure().next().contains("sets the file aside and begins a new history"),
                    refused.failure().next());
        }
    }

    @Test
    void findsDamageInTheMiddleWhenItIsOpened() throws Exception {
        for (var i = 0; i < 50; i++) {
            history.begin(intent("web", A1), NOON);
        }
        history.close();
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.position(2 * 4096L);
            channel.write(java.nio.ByteBuffer.wrap(new byte[4096]));
        }
        var refused = assertThrows(DeployException.class, () -> new SqliteHistory(file));
        assertTrue(
                refused.failure().what().contains(" is damaged: "),
                refused.failure().what());
    }

    @Test
    void aValueThatMakesNoSenseIsDamageNotABug() throws Exception {
        history.begin(intent("web", A1), NOON);
        for (var change : List.of(
                "phase = 'SIDEWAYS'",
                "phase = 'PLANNED', started_at = 'yesterday'",
                "started_at = changed_at, commit_sha = 'a1'",
                "commit_sha = '" + A1.sha() + "', failure = '{'",
                "failure = '{}'",
                "failure = NULL, previous = '[]'")) {
            try (var editor = connect(file)) {
                run(editor, "UPDATE deployment SET " + change);
            }
            var refused = assertThrows(DeployException.class, () -> history.newest(9), change);
            assertTrue(
                    refused.failure().what().contains("a stored value makes no sense"),
                    refused.failure().what());
        }
    }

    @Test
    void passesOverWhatANewerSlipwayAddedToAStoredValue() throws Exception {
        var begun = history.begin(intent("web", A1), NOON);
        var deployment = begun.replacing(Optional.of(container())).because(failure());
        history.record(deployment);
        try (var editor = connect(file)) {
            run(
                    editor,
                    "UPDATE deployment SET previous = json_set(previous, '$.colour', 'red'), failure = json_set(failure, '$.x', 1)");
        }
        assertEquals(Optional.of(deployment), history.find(begun.id()));
    }

    @Test
    void theStoredFormIsWhatItWasWhenItWasFirstReleased() {
        assertEquals("""
                {"at":"VERIFYING","blame":"YOURS","what":"http :8000/health answered 503","stands":"a1a1a1a runs again",\
                "next":"fix it and push","evidence":["line 1","","Zeile ü; DROP TABLE deployment"]}""", StoredForm.write(failure()));
        assertEquals("""
                {"id":"%s","name":"web","origin":{"app":"web","commit":"%s","deployment":7,"configHash":"beef"},\
                "state":{"status":"RUNNING","exitCode":137,"restarts":3,"startedAt":"2026-11-23T01:02:03.000000004Z",\
                "health":"HEALTHY","healthOutput":"said \\"ok\\"\\n\\u001B[0m 健康 \\\\ '"},\
                "wiring":{"image":"sha256:abc","restart":{"kind":"ON_FAILURE","maximumRetries":5},\
                "networks":[{"network":"lan","aliases":["web","www"],"ipv4":"10.0.0.9","ipv6":"fd00::9"},\
                {"network":"back","aliases":[]}]},"address":"172.17.0.2"}""".formatted("f".repeat(64), A1.sha()), StoredForm.write(container()));
    }

    @Test
    void saysSoWhenItsFolderCannotBeMade() throws Exception {
        var inTheWay = Files.createFile(folder.resolve("in-the-way"));
        var refused = assertThrows(DeployException.class, () -> new SqliteHistory(inTheWay.resolve("history.db")));
        assertEquals(Blame.HOST, refused.failure().blame());
        assertTrue(
                refused.failure().what().contains("cannot be made"),
                refused.failure().what());
    }

    @Test
    void noticesThatItsFileWasMovedAway() throws Exception {
        history.begin(intent("web", A1), NOON);
        Files.move(file, folder.resolve("moved.db"), StandardCopyOption.ATOMIC_MOVE);
        var refused = assertThrows(DeployException.class, () -> history.begin(intent("web", B2), NOON));
        assertEquals(Blame.HOST, refused.failure().blame());
        assertTrue(refused.failure().what().contains("moved"), refused.failure().what());
    }

    private static List<Callable<AutoCloseable>> openings(Path file) {
        return List.of(() -> new SqliteHistory(file), () -> SqliteHistory.openReadOnly(file));
    }

    private static History.Decision aDecision(String reason) {
        return new History.Decision(NOON, History.Decision.Kind.HELD_BACK, Optional.of(B2), reason);
    }

    private static Connection connect(Path file) throws Exception {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static void run(Connection connection, String sql) throws Exception {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Name, time of change and content of the folder and of everything in it. */
    private Map<String, String> everythingOnDisk() throws Exception {
        var state = new TreeMap<String, String>();
        try (var paths = Files.walk(file.getParent())) {
            for (var path : paths.toList()) {
                state.put(path.toString(), Files.getLastModifiedTime(path) + " " + hash(path));
            }
        }
        return state;
    }

    private static String hash(Path path) throws Exception {
        if (Files.isDirectory(path)) {
            return "folder";
        }
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
    }
}
