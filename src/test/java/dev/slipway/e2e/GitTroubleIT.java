package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Phase;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.GitHttpServer.Answer;
import dev.slipway.testkit.JournalWatch;
import dev.slipway.testkit.TestHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real agent makes of a Git server in trouble, and of branches that come and go. */
class GitTroubleIT {
    private static final String SETTINGS = """
            health: {http: ":8000/health", timeout: 20s, settle: 1s}
            """;
    /** After the second failure it waits a minute and up to a fifth, and then for its next poll. */
    private static final Duration PATIENT_WITH_REMOTE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Fault(13)
    @Test
    void aServerInTroubleIsToldOnceAndItsRecoveryOnce() throws Exception {
        try (var host = hostWithVersionOne()) {
            host.git().answerAll(new Answer(503, "Retry-After", "1", "busy\n"));
            int asked = host.git().requests().size();
            host.push(host.version("two"));
            var agent = host.startAgent();
            Await.until(
                    "it was asked twice",
                    TestHost.PATIENCE,
                    () -> host.git().requests().size() - asked,
                    more -> more >= 2);
            assertEquals("one", host.page());
            host.git().answerNormally();
            Await.until("version two is found by itself", PATIENT_WITH_REMOTE, host::page, "two"::equals);
            host.awaitLog("live after");
            var log = agent.log();
            assertEquals(1, times("503", log), log);
            assertEquals(1, times("can be looked at again", log), log);
            assertTrue(log.indexOf("can be looked at again") < log.indexOf("main moved from"), log);
        }
    }

    @Fault({24, 26})
    @Test
    void aBranchThatIsDeletedOrRenamedLeavesWhatRunsAndIsSaid() throws Exception {
        try (var host = hostWithVersionOne()) {
            host.repo().git("branch", "-m", "main", "trunk");
            host.slipway("poll");
            assertEquals("one", host.page());
            var said = host.slipway("status", host.name()).out();
            assertTrue(said.contains("no branch main; what runs is kept"), said);
        }
    }

    @Fault(25)
    @Test
    void anEmptyRepositoryIsWaitedFor() throws Exception {
        try (var host = host()) {
            host.startAgent();
            Await.until(
                    "it says what it waits for",
                    TestHost.PATIENCE,
                    () -> host.slipway("status", host.name()).out(),
                    said -> said.contains("waiting for its first commit"));
            host.push(host.version("one"));
            host.awaitPage("one");
        }
    }

    @Fault(31)
    @Test
    void ofPushesDuringADeploymentOnlyTheLatestIsDeployed() throws Exception {
        try (var host = hostWithVersionOne()) {
            var journal = new JournalWatch(host.data());
            long before = journal.newest();
            host.push(host.version("two").startingFor(Duration.ofSeconds(3)));
            host.startAgent();
            Await.until("a deployment begins", TestHost.PATIENCE, journal::newest, newest -> newest > before);
            host.push(host.version("three"));
            host.push(host.version("four"));
            host.awaitPage("four");
            Await.until(
                    "both have ended well, and version three was skipped",
                    TestHost.PATIENCE,
                    journal::phases,
                    List.of(Phase.SUCCEEDED, Phase.SUCCEEDED, Phase.SUCCEEDED)::equals);
        }
    }

    private TestHost host() throws Exception {
        var host = TestHost.with(folder, SETTINGS).polling("10s");
        host.configure(SETTINGS);
        return host;
    }

    private TestHost hostWithVersionOne() throws Exception {
        var host = host();
        host.push(host.version("one"));
        host.slipway("poll").expecting(0);
        assertEquals("one", host.page());
        return host;
    }

    private static long times(String word, String log) {
        return log.lines().filter(line -> line.contains(word)).count();
    }
}
