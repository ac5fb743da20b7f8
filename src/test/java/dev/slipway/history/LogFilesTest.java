package dev.slipway.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.ManualTime;
import dev.slipway.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
    private static final long ID = 142;

    @TempDir
    Path folder;

    private final ManualTime time = new ManualTime();

    private LogFiles logs(String... secrets) {
        return new LogFiles(
                folder.resolve("logs"),
                () -> Stream.of(secrets).map(Secret::new).toList(),
                time);
    }

    /** What a log holds after one text, without the times. */
    private List<String> written(LogFiles logs, String text) throws Exception {
        try (var log = logs.open(ID)) {
            log.line(text);
        }
        return withoutTimes(logs);
    }

    private static List<String> withoutTimes(LogFiles logs) throws IOException {
        return Files.readAllLines(logs.file(ID)).stream()
                .map(line -> line.replaceFirst("^[0-9:]{8} ", ""))
                .toList();
    }

    @Test
    void touchesNoDiskBeforeALogIsOpened() {
        logs();
        assertFalse(Files.exists(folder.resolve("logs")));
    }

    @Test
    void eachLineHasItsLocalTime() throws Exception {
        var logs = logs();
        try (var log = logs.open(ID)) {
            log.line("Step 1/2 : FROM scratch");
            time.pass(Duration.ofSeconds(65));
            log.line("done");
        }
        assertEquals(List.of("12:00:00 Step 1/2 : FROM scratch", "12:01:05 done"), Files.readAllLines(logs.file(ID)));
    }

    @Test
    void aLineIsInTheFileBeforeTheLogIsClosed() throws Exception {
        var logs = logs();
        try (var log = logs.open(ID)) {
            log.line("first");
            assertEquals(List.of("first"), withoutTimes(logs));
        }
    }

    @Test
    void appendsToALogThatAnEarlierProcessLeftInTheMiddleOfALine() throws Exception {
        var logs = logs();
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(logs.file(ID), "12:00:00 first\n12:00:01 cut of");
        assertEquals(List.of("first", "cut of", "resumed"), written(logs, "resumed"));
        assertEquals(List.of("first", "cut of", "resumed", "again"), written(logs, "again"));
    }

    @Test
    void lineBreaksOfAnyKindMakeLinesOfTheirOwn() throws Exception {
        assertEquals(List.of("a", "b", "c", "", "d"), written(logs(), "a\nb\r\nc\r\rd\n"));
    }

    @Test
    void anEmptyLineIsALine() throws Exception {
        assertEquals(List.of(""), written(logs(), ""));
    }

    @Test
    void controlCharactersAreShownNotObeyed() throws Exception {
        assertEquals(
                List.of("␀ ␇ ␈ ␛]0;title␇ \t \ufffd \ufffd \ufffd"),
                written(logs(), "\0 \u0007 \b \u001b]0;title\u0007 \t \u007f \u009b \u202e"));
    }

    @Test
    void coloursAndCursorMovesAreTakenOut() throws Exception {
        assertEquals(
                List.of("npm error! done"), written(logs(), "\u001b[1;31mnpm\u001b[0m error!\u001b[2K\u001b[1A done"));
    }

    @Test
    void otherScriptsStayAsTheyAre() throws Exception {
        assertEquals(List.of("构建 über 🚢"), written(logs(), "构建 über 🚢"));
    }

    @Test
    void halfACharacterDoesNotEndTheLog() throws Exception {
        assertEquals(List.of("a?b"), written(logs(), "a\ud83db"));
    }

    @Test
    void secretsAreReplacedWhereverTheyStand() throws Exception {
        assertEquals(
                List.of("(secret) https://u:(secret)@forge/(secret)(secret)"),
                written(logs("hunter22"), "hunter22 https://u:hunter22@forge/hunter22hunter22"));
    }

    @Test
    void ofSecretsThatOverlapNothingIsLeftStanding() throws Exception {
        assertEquals(List.of("(secret) (secret)"), written(logs("abcd", "abcdefgh"), "abcdefgh abcd"));
    }

    @Test
    void eachLineOfASecretOfManyLinesIsSecret() throws Exception {
        assertEquals(
                List.of("(secret)", "(secret)", "x"),
                written(logs("BEGIN KEY\r\nabcdef\n\nEND\n"), "BEGIN KEY\nabcdef\nx"));
    }

    @Test
    void aSecretInAUrlsEncodingIsASecretToo() throws Exception {
        assertEquals(List.of("https://u:(secret)@forge"), written(logs("p@ss/word"), "https://u:p%40ss%2Fword@forge"));
    }

    @Test
    void aSecretIsFoundThoughColoursRunThroughIt() throws Exception {
        assertEquals(List.of("(secret)"), written(logs("hunter22"), "hun\u001b[31mter22"));
    }

    @Test
    void whatIsTooShortToBeASecretDoesNotBlackenTheLog() throws Exception {
        assertEquals(List.of("a bad day"), written(logs("a", " ", "bad"), "a bad day"));
    }

    @Test
    void secretsOfANewConfigurationAreKnownToTheNextLog() throws Exception {
        var secrets = new ArrayList<Secret>();
        var logs = new LogFiles(folder.resolve("logs"), () -> secrets, time);
        secrets.add(new Secret("rotated-token"));
        assertEquals(List.of("(secret)"), written(logs, "rotated-token"));
    }

    @Test
    void aLineWithoutEndIsCut() throws Exception {
        var line = written(logs(), "x".repeat(20_000)).getFirst();
        assertTrue(line.endsWith("xxx (3616 more characters cut)"), line.substring(16_000));
    }

    @Test
    void beyondItsLimitALogKeepsItsEnd() throws Exception {
        var file = folder.resolve("small.log");
        try (var log = new LogFile(file, new CleanText(List.of()), time, 100, words -> {})) {
            for (var i = 1; i <= 1000; i++) {
                log.line("line " + i);
            }
        }
        var lines = Files.readAllLines(file);
        assertEquals("12:00:00 line 6", lines.get(5));
        assertEquals("(cut here, at 100 bytes; the last 200 lines follow when it is closed)", lines.get(7));
        assertEquals("(793 lines left out)", lines.get(8));
        assertEquals("12:00:00 line 801", lines.get(9));
        assertEquals("12:00:00 line 1000", lines.getLast());
        assertEquals(7 + 1 + 1 + 200, lines.size());
    }

    @Test
    void aLogThatJustExceedsItsLimitLosesNothing() throws Exception {
        var file = folder.resolve("small.log");
        try (var log = new LogFile(file, new CleanText(List.of()), time, 20, words -> {})) {
            log.line("one");
            log.line("two");
            log.line("three");
        }
        var lines = Files.readAllLines(file);
        assertEquals(4, lines.size(), lines::toString);
        assertEquals("12:00:00 three", lines.getLast());
    }

    @Test
    void anInterruptDoesNotEndTheLog() throws Exception {
        var logs = logs();
        try (var log = logs.open(ID)) {
            Thread.currentThread().interrupt();
            log.line("cancelled");
            log.line("and cleaned up");
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt is still the caller's");
        }
        assertEquals(List.of("cancelled", "and cleaned up"), withoutTimes(logs));
    }

    @Test
    void linesOfTwoThreadsDoNotMix() throws Exception {
        var logs = logs();
        try (var log = logs.open(ID);
                var pool = Executors.newFixedThreadPool(2)) {
            Callable<Void> work = () -> {
                for (var i = 0; i < 200; i++) {
                    log.line("x".repeat(500));
                }
                return null;
            };
            for (var done : pool.invokeAll(List.of(work, work))) {
                done.get();
            }
        }
        assertEquals(400, withoutTimes(logs).size());
        assertEquals(
                List.of("x".repeat(500)), withoutTimes(logs).stream().distinct().toList());
    }

    @Test
    void aFolderThatCannotBeWrittenDoesNotFailTheDeployment() throws Exception {
        Files.createFile(folder.resolve("logs"));
        try (var log = logs().open(ID)) {
            log.line("nobody hears this");
        }
        assertTrue(Files.isRegularFile(folder.resolve("logs")));
    }

    @Test
    void aLogThatCannotBeWrittenDoesNotFailTheDeployment() throws Exception {
        Files.createDirectories(folder.resolve("logs"));
        Files.createSymbolicLink(logs().file(ID), Path.of("/dev/full"));
        try (var log = logs().open(ID)) {
            log.line("no room");
            log.line("no room");
        }
    }

    /** As at each poll of a disk that is full, by a deployment that waits to be finished. */
    @Test
    void aLogThatIsOpenedAgainAndCannotBeWrittenIsToldOfOnce() throws Exception {
        Files.createDirectories(folder.resolve("logs"));
        var told = new ArrayList<String>();
        var logs = new LogFiles(folder.resolve("logs"), List::of, time, told::add);
        for (var id : List.of(ID, ID, ID + 1)) {
            Files.deleteIfExists(logs.file(id));
            Files.createSymbolicLink(logs.file(id), Path.of("/dev/full"));
            try (var log = logs.open(id)) {
                log.line("no room");
            }
        }
        assertEquals(2, told.size(), told.toString());
        assertTrue(told.getFirst().startsWith("the log " + logs.file(ID) + " ends early"), told.getFirst());
    }

    @Test
    void whatComesAfterTheEndIsPassedOver() throws Exception {
        var logs = logs();
        var log = logs.open(ID);
        log.line("last");
        log.close();
        log.line("too late");
        log.close();
        assertEquals(List.of("last"), withoutTimes(logs));
    }

    @Test
    void keepsTheLogsOfTheHighestIdsAndWhatIsNoLog() throws Exception {
        var logs = logs();
        for (var id : List.of(8L, 9L, 10L, 100L)) {
            logs.open(id).close();
        }
        Files.createFile(folder.resolve("logs/notes.log"));
        logs.keepNewest(2);
        assertEquals(new TreeSet<>(List.of("10.log", "100.log", "notes.log")), names());
    }

    @Test
    void openingALogRemovesThoseBeyondTheNewest500() throws Exception {
        var logs = logs();
        Files.createDirectories(folder.resolve("logs"));
        for (var id = 1L; id <= 505; id++) {
            Files.createFile(logs.file(id));
        }
        logs.open(506).close();
        assertEquals(501, names().size());
        assertFalse(Files.exists(logs.file(5)));
        assertTrue(Files.exists(logs.file(6)));
        assertTrue(Files.exists(logs.file(506)));
    }

    private TreeSet<String> names() throws IOException {
        try (var files = Files.list(folder.resolve("logs"))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
