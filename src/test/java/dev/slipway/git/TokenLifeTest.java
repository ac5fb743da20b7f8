package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.deploy.ManualTime;
import dev.slipway.testkit.Apps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenLifeTest {
    private final ManualTime time = new ManualTime();
    private final TokenLife life = new TokenLife(time);

    private TokenLife.Answer after(Duration left) {
        return life.of(
                new ForgeHeaders.Said(Optional.of(time.now().plus(left)), Optional.of(time.now()), Instant.EPOCH));
    }

    @Test
    void endsSoonWithinTwoWeeks() {
        assertEquals(Optional.empty(), after(Duration.ofDays(15)).ending());
        assertEquals(
                Optional.of("it expires on 2026-12-07"),
                after(Duration.ofDays(13)).ending());
        assertEquals(
                Optional.of("it expired on 2026-11-23"),
                after(Duration.ofDays(-1)).ending());
    }

    @Test
    void aForgeThatSaysNothingOfAnEndKnowsNone() {
        assertEquals(
                new TokenLife.Answer(true, Optional.empty()),
                life.of(new ForgeHeaders.Said(Optional.empty(), Optional.of(time.now()), Instant.EPOCH)));
    }

    @Test
    void oneThatDidNotAnswerHasSaidNothingAtAll() {
        assertEquals(
                new TokenLife.Answer(false, Optional.empty()),
                life.of(new ForgeHeaders.Said(Optional.empty(), Optional.empty(), Instant.EPOCH)));
    }

    @Test
    void withoutATokenNobodyIsAsked() throws Exception {
        assertEquals(new TokenLife.Answer(true, Optional.empty()), life.of(Apps.app("web", 5)));
    }
}
