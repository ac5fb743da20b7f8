package dev.slipway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Apps;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {
    @Test
    void aSecretShowsNothingOfItself() {
        var secret = new Secret("hunter2");
        assertEquals("(secret)", secret.toString());
        assertEquals("f52fbd32, 7 characters", secret.fingerprint());
        assertEquals("hunter2", secret.reveal());
        assertEquals(new Secret("hunter2"), secret);
        assertEquals(new Secret("hunter2").hashCode(), secret.hashCode());
        assertNotEquals(new Secret("hunter3"), secret);
        assertThrows(IllegalArgumentException.class, () -> new Secret(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "A94A8FE5CCB19BA61C4C0873D391E987982FBBD3", "main", "g"})
    void aCommitIsAFullLowerCaseId(String sha) {
        assertFalse(Commit.isFull(sha));
        assertThrows(IllegalArgumentException.class, () -> new Commit(sha));
    }

    @Test
    void aCommitMayBeSha256() {
        assertEquals("aaaaaaa", new Commit("a".repeat(64)).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "02:00,05:00,02:00,true",
        "02:00,05:00,04:59:59,true",
        "02:00,05:00,05:00,false",
        "02:00,05:00,01:59,false",
        "22:00,03:00,23:30,true",
        "22:00,03:00,00:00,true",
        "22:00,03:00,03:00,false",
        "22:00,03:00,12:00,false"
    })
    void aWindowMayGoOverMidnight(LocalTime from, LocalTime to, LocalTime time, boolean inside) {
        assertEquals(inside, new DeployPolicy.Window(from, to).contains(time));
    }

    @Test
    void anEmptyWindowAndKeepingNothingAreRefused() {
        var noon = LocalTime.NOON;
        assertThrows(IllegalArgumentException.class, () -> new DeployPolicy.Window(noon, noon));
        assertThrows(IllegalArgumentException.class, () -> new DeployPolicy(Optional.empty(), 0, List.of(), false));
        assertEquals("02:00-05:00", new DeployPolicy.Window(LocalTime.of(2, 0), LocalTime.of(5, 0)).toString());
    }

    @Test
    void theCanonicalTextOfARunSpecDoesNotDependOnTheOrderOfItsKeys() {
        var one = RunSpec.EMPTY.with(RunKey.USER, "1000").with(RunKey.LABELS, Map.of("a", "1", "b", "2"));
        var other =
                RunSpec.EMPTY.with(RunKey.LABELS, Map.of("b", "2", "a", "1")).with(RunKey.USER, "1000");
        assertEquals("{labels={a=1, b=2}, user=1000}", one.canonical());
        assertEquals(one.canonical(), other.canonical());
        assertEquals(one, other);
        assertEquals(one.hashCode(), other.hashCode());
    }

    @Test
    void aRunSpecPrintsItsKeysAlone() {
        var spec = RunSpec.EMPTY.with(RunKey.ENVIRONMENT, Map.of("PASSWORD", "hunter2"));
        assertEquals("run[environment]", spec.toString());
        assertEquals(1, spec.keys().size());
        assertTrue(spec.get(RunKey.USER).isEmpty());
    }

    @Test
    void everyRunKeyHasANameOfItsOwn() {
        var names = RunKey.all().stream().map(RunKey::name).toList();
        assertEquals(names.size(), names.stream().distinct().count());
        assertTrue(names.size() > 50);
    }

    @ParameterizedTest
    @CsvSource({
        "STOP_FIRST, stop-first",
        "START_FIRST, start-first",
        "TRIAL, trial",
        "WARM, warm",
        "ROLLING, rolling",
    })
    void swapModesAreNamedAsInTheConfiguration(SwapMode mode, String key) {
        assertEquals(key, mode.key());
    }

    @Test
    void restartPoliciesAreNamedAsInDocker() {
        assertEquals("unless-stopped", RestartPolicy.Kind.UNLESS_STOPPED.key());
        assertEquals("on-failure", RestartPolicy.Kind.ON_FAILURE.key());
    }

    @Test
    void checksSayWhatTheyAsk() {
        assertEquals("http :8000/health", new HealthSpec.Check.Http(8000, "/health").toString());
        assertEquals("tcp :22", new HealthSpec.Check.Tcp(22).toString());
        assertEquals("command [true]", new HealthSpec.Check.Command(List.of("true")).toString());
    }

    @Test
    void anAppIsFoundByItsOwnNameOnEveryNetworkButDockersDefaultBridgeWhichKnowsNoAliases() {
        var bridge = new NetworkAttachment("bridge", List.of(), Optional.empty(), Optional.empty());
        var back = new NetworkAttachment("back", List.of("db"), Optional.empty(), Optional.empty());
        var run = RunSpec.EMPTY.with(RunKey.NETWORKS, List.of(bridge, back));
        assertEquals(
                List.of(
                        bridge,
                        new NetworkAttachment("back", List.of("db", "web"), Optional.empty(), Optional.empty())),
                Apps.app("web", run).attachments());
        assertEquals(List.of(bridge), Apps.app("web").attachments());
    }
}
