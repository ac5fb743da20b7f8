package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.cli.HistoryText.Entry;
import dev.slipway.model.Blame;
import dev.slipway.model.Phase;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTextTest {
    private final Entry failed = new Entry(
            Given.failed(Blame.YOURS), Given.starts(Phase.PLANNED, Phase.BUILDING, Phase.FAILED), Optional.empty());

    @Test
    void aRowSaysWhatBecameOfADeploymentAndWhy() {
        assertEquals(
                List.of(
                        "ID   WHEN      APP  COMMIT   TRIGGER  OUTCOME   TOOK  REASON",
                        "142  72 s ago  web  2f6c60b  poll     ✖ failed  20 s  build failed at step 4/9 (RUN npm ci): exit"
                                + " code 1"),
                text(Style.PLAIN).table(List.of(failed)));
    }

    @Test
    void theReasonIsCutWhereTheScreenEnds() {
        var rows = text(new Style(Optional.of(80), false, true)).table(List.of(failed));
        assertEquals("142  72 s ago  web  2f6c60b  poll     ✖ failed  20 s  build failed at step 4/9…", rows.getLast());
        assertTrue(rows.getLast().length() <= 80);
    }

    @Test
    void theLongFormAddsPhasesAndTheFailure() {
        assertEquals(
                List.of(
                        "       begun because: main moved from fd5f622 to 2f6c60b",
                        "       planned 10 s · building 10 s · failed",
                        "       web 2f6c60b: build failed at step 4/9 (RUN npm ci): exit code 1",
                        "         still running: fd5f622, untouched",
                        "         fix it and push. Log: slipway logs 142"),
                text(Style.PLAIN).verbose(List.of(failed)).subList(2, 7));
    }

    @Test
    void whatIsUnderWayCountsUpToNow() {
        var building = new Entry(
                Given.deployment(Phase.BUILDING), Given.starts(Phase.PLANNED, Phase.BUILDING), Optional.empty());
        assertEquals("planned 10 s · building for 1 min 2 s", text(Style.PLAIN).phases(building));
        assertTrue(text(Style.PLAIN).table(List.of(building)).getLast().contains("● building  1 min 12 s"));
    }

    private static HistoryText text(Style style) {
        return new HistoryText(style, Given.NOW.atZone(ZoneOffset.UTC));
    }
}
