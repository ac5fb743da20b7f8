package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Await;
import dev.slipway.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is written to once a minute for years is a disk that wears out. */
class QuietPollIT {
    private static final String HEALTH = """
            health: {http: ":8000/health", timeout: 20s, settle: 1s}
            """;
    private static final int POLLS = 2;

    @TempDir
    Path folder;

    @Test
    void aPollThatFindsNothingNewWritesNothingToDisk() throws Exception {
        try (var host = TestHost.with(folder, HEALTH)) {
            host.polling("10s").configure(HEALTH);
            host.push(host.version("one"));
            var agent = host.startAgent();
            host.awaitPage("one");
            Await.until(
                    "the deployment has ended",
                    TestHost.PATIENCE,
                    () -> host.latest().get("finished").asBoolean());
            // The first poll after a deployment may still have the decision to enter that there is nothing to do.
            awaitPolls(host, POLLS);

            var before = snapshot(host.data());
            var log = agent.log();
            awaitPolls(host, POLLS);
            assertEquals(before, snapshot(host.data()));
            assertEquals(log, agent.log(), "nor does it say anything");
            assertTrue(before.containsKey(Path.of("history.db")), before.toString());
        }
    }

    private static void awaitPolls(TestHost host, int count) {
        var asked = host.git().requests().size();
        Await.until(
                count + " more polls",
                TestHost.PATIENCE,
                () -> host.git().requests().size() - asked,
                more -> more >= count * requestsOfOnePoll());
    }

    /** Git's protocol version 2 takes a GET for the capabilities and a POST for the ref. */
    private static int requestsOfOnePoll() {
        return 2;
    }

    /** Of each file or folder: length, time of last change to the nanosecond, and a hash of what is in it. */
    private static SortedMap<Path, String> snapshot(Path folder) throws Exception {
        var snapshot = new TreeMap<Path, String>();
        try (var paths = Files.walk(folder)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                snapshot.put(folder.relativize(path), describe(path));
            }
        }
        return snapshot;
    }

    private static String describe(Path path) throws Exception {
        var description = Files.size(path) + " bytes, " + Files.getLastModifiedTime(path) + ", "
                + Files.getAttribute(path, "unix:ctime");
        return Files.isRegularFile(path) ? description + ", " + hash(path) : description;
    }

    private static String hash(Path file) throws Exception {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            return "unreadable: " + e;
        }
    }
}
