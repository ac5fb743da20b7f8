package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Letter;
import dev.slipway.model.News;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every outbox keeps. */
public abstract class OutboxContract {
    protected static final Instant NOON = Instant.parse("2026-11-29T12:00:00.123456789Z");

    protected abstract Outbox outbox();

    protected static News news(long deployment) {
        return new News(
                News.Kind.ROLLED_BACK,
                Optional.of("web"),
                "web: 2f6c60b wurde zurückgerollt 🚨",
                List.of("what stands", "what next"),
                List.of("", "line 'ü'", "last"),
                Optional.of(new News.Deployed(deployment, "2f6c60b9f2a1c4d5e6f708192a3b4c5d6e7f8091")),
                NOON);
    }

    protected static News aboutTheHost() {
        return News.of(News.Kind.DISK_LOW, Optional.empty(), "a disk is nearly full", List.of(), NOON);
    }

    @Test
    void everyRecipientHasALetterOldestFirst() throws Exception {
        assertEquals(0, outbox().put(List.of("ntfy 1", "email 2"), news(7)));
        assertEquals(0, outbox().put(List.of("ntfy 1"), aboutTheHost()));
        var waiting = outbox().waiting();
        assertEquals(
                List.of("ntfy 1", "email 2", "ntfy 1"),
                waiting.stream().map(Letter::recipient).toList());
        assertEquals(
                List.of(news(7), news(7), aboutTheHost()),
                waiting.stream().map(Letter::news).toList());
        assertEquals(0, waiting.getFirst().attempts());
        assertEquals(NOON, waiting.getFirst().next());
        assertTrue(waiting.get(0).id() < waiting.get(1).id());
    }

    @Test
    void whatWasRemovedDoesNotWaitAndItsIdIsNotUsedAgain() throws Exception {
        outbox().put(List.of("ntfy 1"), news(7));
        var id = outbox().waiting().getFirst().id();
        outbox().remove(id);
        outbox().remove(id);
        assertEquals(List.of(), outbox().waiting());
        outbox().put(List.of("ntfy 1"), news(8));
        assertTrue(outbox().waiting().getFirst().id() > id);
    }

    @Test
    void anAttemptThatFailedIsRemembered() throws Exception {
        outbox().put(List.of("ntfy 1"), news(7));
        var failed = outbox().waiting().getFirst().failed(NOON.plusSeconds(30), "answered 503");
        outbox().postpone(failed);
        assertEquals(List.of(failed), outbox().waiting());
        outbox().remove(failed.id());
        outbox().postpone(failed);
        assertEquals(List.of(), outbox().waiting());
    }

    @Test
    void deploymentsAreKnownAsToldOnceTheirNewsIsDown() throws Exception {
        assertFalse(outbox().isTold(7));
        outbox().put(List.of("ntfy 1"), news(7));
        assertTrue(outbox().isTold(7));
        assertFalse(outbox().isTold(8));
        outbox().remove(outbox().waiting().getFirst().id());
        assertTrue(outbox().isTold(7));
    }

    @Test
    void theOldestGoWhenThereAreTooMany() throws Exception {
        var many = Collections.nCopies(Outbox.MOST, "ntfy 1");
        assertEquals(0, outbox().put(many, aboutTheHost()));
        assertEquals(2, outbox().put(List.of("email 2", "email 3"), news(7)));
        var waiting = outbox().waiting();
        assertEquals(Outbox.MOST, waiting.size());
        assertEquals("email 3", waiting.getLast().recipient());
    }

    @Test
    void aLastingTroubleIsNewOnceUntilItsEnd() throws Exception {
        assertFalse(outbox().clear("disk low"));
        assertTrue(outbox().raise("disk low", NOON));
        assertFalse(outbox().raise("disk low", NOON.plusSeconds(60)));
        assertTrue(outbox().raise("token web", NOON));
        assertTrue(outbox().clear("disk low"));
        assertFalse(outbox().clear("disk low"));
        assertTrue(outbox().raise("disk low", NOON));
    }
}
