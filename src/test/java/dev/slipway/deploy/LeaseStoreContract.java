package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.LeaseStore.Entry;
import dev.slipway.deploy.LeaseStore.Holder;
import dev.slipway.deploy.LeaseStore.Terms;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a lease rests on, wherever it is kept. */
public abstract class LeaseStoreContract {
    private static final Terms OURS = terms("nas", "one", 20);
    private static final Terms THEIRS = terms("pi", "two", 30);

    /** In which no lease was ever taken. */
    protected abstract LeaseStore store();

    private static Terms terms(String name, String id, int seconds) {
        return new Terms(Optional.of(new Holder(name, id)), Duration.ofSeconds(seconds));
    }

    private Entry taken() throws DeployException {
        return store().write(Optional.empty(), OURS).orElseThrow();
    }

    @Test
    void knowsOfNoneBeforeOneIsTaken() throws Exception {
        assertEquals(Optional.empty(), store().read());
    }

    @Test
    void keepsWhatWasWritten() throws Exception {
        var entry = taken();
        assertEquals(OURS, entry.terms());
        assertEquals(Optional.of(entry), store().read());
    }

    @Test
    void refusesASecondFirst() throws Exception {
        var entry = taken();
        assertEquals(Optional.empty(), store().write(Optional.empty(), THEIRS));
        assertEquals(Optional.of(entry), store().read());
    }

    @Test
    void takesWhatReplacesTheNewest() throws Exception {
        var entry = taken();
        var renewed = store().write(Optional.of(entry), OURS).orElseThrow();
        assertEquals(entry.id(), renewed.id());
        assertTrue(renewed.version() > entry.version());
        var theirs = store().write(Optional.of(renewed), THEIRS).orElseThrow();
        assertEquals(THEIRS, theirs.terms());
        assertEquals(Optional.of(theirs), store().read());
    }

    @Test
    void refusesWhoeverHasNotSeenTheNewest() throws Exception {
        var entry = taken();
        var renewed = store().write(Optional.of(entry), OURS);
        assertEquals(Optional.empty(), store().write(Optional.of(entry), THEIRS));
        assertEquals(renewed, store().read());
    }

    @Test
    void isFreeOnceItsHolderLetGo() throws Exception {
        var entry = taken();
        var free = store().write(Optional.of(entry), new Terms(Optional.empty(), Duration.ofSeconds(20)))
                .orElseThrow();
        assertEquals(Optional.empty(), free.terms().holder());
        assertEquals(
                THEIRS, store().write(Optional.of(free), THEIRS).orElseThrow().terms());
    }
}
