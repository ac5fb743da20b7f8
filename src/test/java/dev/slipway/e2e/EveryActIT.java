package dev.slipway.e2e;

import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.HaltingPoll;
import dev.slipway.model.Phase;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.GateImage;
import dev.slipway.testkit.JournalWatch;
import dev.slipway.testkit.TestHost;
import dev.slipway.testkit.WebApp;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process that ends right after any entry in the journal or any change on Docker leaves what the next process finishes. The
 * acts are those that one undisturbed deployment is seen to take.
 */
class EveryActIT {
    /** Takes minutes: run by {@code script/test kills}, not by the gate. */
    private static final String KILLS = "kills";

    private static final String SWAP_BEGINS = "History.record REPLACING";
    private static final String ROLLBACK_BEGINS = "History.record ROLLING_BACK";
    /** The first finishes what was begun; what it puts back is deployed by the next, or the one after it. */
    private static final int MOST_POLLS = 3;

    @TempDir
    Path folder;

    @Fault({2, 4, 5, 6, 7, 8, 9, 10})
    @Test
    void aTrialIsFinishedWhereverItEnded() throws Exception {
        try (var host = hostWithVersionZero("trial")) {
            var acts = acts(host, host.version("undisturbed"));
            assertTrue(acts.contains(SWAP_BEGINS), acts.toString());
            for (int act = 1; act <= acts.size(); act++) {
                endAfter(act, acts, host);
            }
        }
    }

    @Tag(KILLS)
    @Fault({5, 6, 7, 8, 9, 10})
    @ParameterizedTest
    @ValueSource(strings = {"warm", "start-first", "gate", "stop-first"})
    void soIsASwapOfAnotherKind(String swap) throws Exception {
        try (var host = hostWithVersionZero(swap)) {
            var acts = acts(host, host.version("undisturbed"));
            for (int act = first(SWAP_BEGINS, acts); act <= acts.size(); act++) {
                endAfter(act, acts, host);
            }
        }
    }

    @Tag(KILLS)
    @Fault(11)
    @ParameterizedTest
    @ValueSource(strings = {"trial", "stop-first"})
    void aRollbackIsFinishedWhereverItEnded(String swap) throws Exception {
        try (var host = hostWithVersionZero(swap)) {
            var acts = acts(host, host.version("undisturbed").but(UNHEALTHY));
            for (int act = first(ROLLBACK_BEGINS, acts); act <= acts.size(); act++) {
                rollBackAfter(act, acts, host);
            }
        }
    }

    private TestHost hostWithVersionZero(String swap) throws Exception {
        var settings = """
                health: {http: ":8000/health", timeout: 4s, settle: 0s}
                swap: %s
                """.formatted(swap)
                + (swap.equals("gate") ? "gate: {image: \"" + GateImage.make() + "\", drain: 1s}\n" : "");
        var host = TestHost.swapping(swap, folder, settings);
        // The second of them replaces one, and follows one that did not, as no later deployment does.
        for (var version : List.of("first", "zero")) {
            host.push(host.version(version));
            host.slipway("poll").expecting(0);
        }
        assertEquals("zero", host.page());
        return host;
    }

    /** The acts of a deployment that nothing disturbs, in their order. */
    private static List<String> acts(TestHost host, WebApp app) {
        host.push(app);
        return named(host.haltingPoll("no act").expecting(0));
    }

    private static List<String> named(Command.Result result) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith(HaltingPoll.ACT))
                .map(line -> line.substring(HaltingPoll.ACT.length()))
                .toList();
    }

    /** The number of an act, from 1. */
    private static int first(String act, List<String> acts) {
        assertTrue(acts.contains(act), acts.toString());
        return acts.indexOf(act) + 1;
    }

    /** Deploys a good version up to that act; the next processes must bring it live, once. */
    private static void endAfter(int act, List<String> acts, TestHost host) throws Exception {
        var before = host.page();
        var app = host.version("after-" + act);
        var commit = host.push(app);
        var where = halt(act, acts, host);
        var journal = new JournalWatch(host.data());
        // Once in any case: where the end came after the last entry, nothing may be deployed twice.
        for (int polls = 1; polls == 1 || !journal.phases(commit).contains(Phase.SUCCEEDED); polls++) {
            assertTrue(polls <= MOST_POLLS, where + ": still " + journal.phases(commit));
            var said = host.slipway("poll").said();
            assertTrue(Set.of(before, app.version()).contains(host.page()), where + ": " + said);
        }
        assertEquals(app.version(), host.page(), where);
        assertEquals(commit, host.labelledCommit(), where);
        assertEquals(1, Collections.frequency(journal.phases(commit), Phase.SUCCEEDED), where);
        assertSettled(where, host);
    }

    /** Rolls a bad version back up to that act; the old version must serve in the end, and the bad one be held back. */
    private static void rollBackAfter(int act, List<String> acts, TestHost host) throws Exception {
        var commit = host.push(host.version("bad-after-" + act).but(UNHEALTHY));
        var where = halt(act, acts, host);
        host.slipway("poll");
        assertEquals("zero", host.page(), where);
        var journal = new JournalWatch(host.data());
        assertEquals(List.of(Phase.ROLLED_BACK), journal.phases(commit), where);
        assertSettled(where, host);
    }

    private static String halt(int act, List<String> acts, TestHost host) {
        var ended = host.haltingPoll(String.valueOf(act)).expecting(HaltingPoll.HALTED);
        assertEquals(acts.subList(0, act), named(ended), "it went another way than the undisturbed deployment");
        return "ended after act " + act + ", " + acts.get(act - 1);
    }

    /** Nothing is unfinished, and nothing is left but the one container. */
    private static void assertSettled(String where, TestHost host) throws Exception {
        var phases = new JournalWatch(host.data()).phases();
        assertTrue(phases.stream().allMatch(phase -> phase.isTerminal()), where + ": " + phases);
        var containers = new HashMap<>(host.containers());
        assertEquals("running", containers.getOrDefault(host.name() + ".gate", "running"), where);
        containers.remove(host.name() + ".gate");
        assertEquals(Map.of(host.name(), "running"), containers, where);
        assertEquals("always", host.inspect("{{.HostConfig.RestartPolicy.Name}}"), where);
    }
}
