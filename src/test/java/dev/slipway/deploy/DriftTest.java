package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Container;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.Difference;
import dev.slipway.model.Request;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Containers that somebody's hand changed. */
class DriftTest {
    private static final Difference CHANGED =
            new Difference(Difference.Kind.FILE, "/app/main.py was changed in the container");
    private static final Difference NEW =
            new Difference(Difference.Kind.NEW_FILE, "/app/cache is new in the container");

    @Test
    void isReportedByDefaultAndNothingIsTouched() throws Exception {
        var harbor = Harbor.byDefault().running("a1");
        harbor.drifts().change(container(harbor), CHANGED);
        harbor.poll();
        assertEquals(List.of("journal decision"), harbor.effects.trace());
        var decision = harbor.ports().history().decisions(Harbor.APP, 1).getFirst();
        assertEquals(History.Decision.Kind.DRIFTED, decision.kind());
        assertEquals(
                "what runs is not what was deployed: /app/main.py was changed in the container (slipway diff web)",
                decision.reason());
        try (var engine = harbor.engine()) {
            assertTrue(engine.status(Harbor.APP).concerns().contains(decision.reason()));
        }
    }

    @Test
    void aFileThatTheAppWroteItselfIsNone() throws Exception {
        var harbor = Harbor.byDefault().running("a1");
        harbor.drifts().change(container(harbor), NEW);
        harbor.poll();
        assertEquals(
                History.Decision.Kind.UP_TO_DATE,
                harbor.ports().history().decisions(Harbor.APP, 1).getFirst().kind());
    }

    @Test
    void isRepairedByTheSameCommitOnceAndThenAllIsWell() throws Exception {
        var harbor = Harbor.byDefault().repairing().running("a1");
        var before = container(harbor).id();
        harbor.drifts().change(container(harbor), CHANGED);
        harbor.poll();
        assertTrue(harbor.lastDeployment().intent().reason().startsWith("repair: what runs is not what was deployed"));
        harbor.assertRunning("a1");
        assertTrue(!container(harbor).id().equals(before), "a new container");
        var deployments = harbor.lastDeployment().id();
        harbor.poll().poll();
        assertEquals(deployments, harbor.lastDeployment().id());
    }

    @Test
    void whatTheAppDoesToItselfEachTimeIsRepairedOnceAndThenLeftAlone() throws Exception {
        var harbor = Harbor.byDefault().repairing().running("a1");
        harbor.drifts().changesItself(CHANGED);
        harbor.passes(Duration.ofHours(1)).poll();
        var repaired = harbor.lastDeployment().id();
        for (int i = 0; i < 3; i++) {
            harbor.passes(Duration.ofHours(1)).poll();
        }
        assertEquals(repaired, harbor.lastDeployment().id());
        var decision = harbor.ports().history().decisions(Harbor.APP, 1).getFirst();
        assertTrue(decision.reason().endsWith("it was repaired before and came back, so it is left alone"));
    }

    @Test
    void anotherChangeIsRepairedAgain() throws Exception {
        var harbor = Harbor.byDefault().repairing().running("a1");
        harbor.drifts().change(container(harbor), CHANGED);
        harbor.poll();
        harbor.drifts()
                .change(container(harbor), new Difference(Difference.Kind.SETTING, "NanoCpus was changed from 0 to 1"));
        var before = harbor.lastDeployment().id();
        harbor.passes(Duration.ofHours(1)).poll();
        assertEquals(before + 1, harbor.lastDeployment().id());
    }

    @Test
    void aPauseAndAWindowHoldARepairBack() throws Exception {
        var harbor = Harbor.byDefault()
                .withWindows(new DeployPolicy.Window(LocalTime.of(2, 0), LocalTime.of(3, 0)))
                .repairing();
        harbor.push("a1").deploy(false);
        harbor.effects.restart();
        harbor.drifts().change(container(harbor), CHANGED);
        harbor.poll();
        assertEquals(List.of("journal decision"), harbor.effects.trace());
    }

    @Test
    void theEngineIsAskedOncePerTenMinutes() throws Exception {
        var harbor = Harbor.byDefault().running("a1");
        try (var engine = harbor.engine()) {
            for (int i = 0; i < 5; i++) {
                engine.submit(Request.poll(Harbor.APP, harbor.time.now())).get();
                harbor.passes(Duration.ofMinutes(1));
            }
            assertEquals(1, harbor.drifts().looks);
            harbor.passes(Duration.ofMinutes(10));
            engine.submit(Request.poll(Harbor.APP, harbor.time.now())).get();
            assertEquals(2, harbor.drifts().looks);
        }
    }

    @Test
    void aContainerOfAnOlderSlipwayIsTakenAsItIs() throws Exception {
        var harbor = Harbor.byDefault().running("a1");
        harbor.drifts().forget();
        harbor.poll();
        assertTrue(harbor.drifts().remembers(harbor.app(), container(harbor)));
    }

    private static Container container(Harbor harbor) throws Exception {
        return Lineup.of(harbor.app(), harbor.ports().containers()).current().orElseThrow();
    }
}
