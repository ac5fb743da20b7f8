package dev.slipway.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.deploy.ManualTime;
import dev.slipway.deploy.Outcome;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Delivery;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.Forge;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import dev.slipway.model.Request;
import dev.slipway.model.SwapMode;
import dev.slipway.model.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Commit COMMIT = new Commit("a".repeat(40));

    private final ManualTime time = new ManualTime();
    private final Metrics metrics = new Metrics(time, "1.2.3");

    @Test
    void hasTheContractsNamesAndNoOthers() throws Exception {
        assertEquals(
                Set.of(
                        "slipway_last_poll_success_timestamp_seconds",
                        "slipway_polls_total",
                        "slipway_app_in_sync",
                        "slipway_deployments_total",
                        "slipway_deployment_phase_seconds",
                        "slipway_nudges_total",
                        "slipway_commits_found_total",
                        "slipway_build_info"),
                page().lines()
                        .filter(line -> line.startsWith("# TYPE "))
                        .map(line -> line.replaceAll("# TYPE (\\S+) .*", "$1"))
                        .collect(Collectors.toSet()));
        assertHas("slipway_build_info{version=\"1.2.3\"} 1");
        assertHas("slipway_app_in_sync{app=\"web\"} 1");
        assertHas("slipway_polls_total{app=\"web\",result=\"failed\"} 0");
    }

    @Test
    void countsLooksByWhatCameOfThem() throws Exception {
        var upToDate = new Outcome.Nothing("web", new Plan.UpToDate(COMMIT, "it runs"));
        metrics.carriedOut(Request.poll("web", time.now()), upToDate);
        metrics.carriedOut(Request.poll("web", time.now()), upToDate);
        metrics.carriedOut(new Request("web", Trigger.WEBHOOK, Optional.empty(), false, time.now()), upToDate);
        assertHas("slipway_polls_total{app=\"web\",result=\"up_to_date\"} 2");
        var seen = "slipway_last_poll_success_timestamp_seconds{app=\"web\"} "
                + time.now().getEpochSecond();
        assertHas(seen);
        time.pass(Duration.ofMinutes(1));
        metrics.carriedOut(
                Request.poll("web", time.now()),
                new Outcome.CheckFailed("web", Failure.of(Blame.REMOTE, "no answer", "")));
        assertHas("slipway_polls_total{app=\"web\",result=\"failed\"} 1");
        assertHas(seen);
    }

    @Test
    void countsADeploymentItsPhasesAndWhoFoundIt() throws Exception {
        deploy(1, Trigger.WEBHOOK);
        assertHas("slipway_deployments_total{app=\"web\",result=\"failed\"} 1");
        assertHas("slipway_deployment_phase_seconds_sum{app=\"web\",phase=\"planned\"} 2");
        assertHas("slipway_deployment_phase_seconds_sum{app=\"web\",phase=\"building\"} 2.5");
        assertHas("slipway_deployment_phase_seconds_count{app=\"web\",phase=\"building\"} 1");
        assertHas("slipway_commits_found_total{app=\"web\",via=\"webhook\"} 1");
        deploy(2, Trigger.POLL); // again, which is no find
        deploy(3, Trigger.MANUAL);
        assertHas("slipway_deployments_total{app=\"web\",result=\"failed\"} 3");
        assertHas("slipway_commits_found_total{app=\"web\",via=\"webhook\"} 1");
        assertHas("slipway_commits_found_total{app=\"web\",via=\"poll\"} 0");
    }

    @Test
    void countsNudgesByVerdict() throws Exception {
        metrics.delivered(new Delivery(
                time.now(),
                Forge.GITHUB,
                "10.0.0.1",
                Optional.empty(),
                Optional.empty(),
                "push",
                Delivery.Verdict.REJECTED,
                401,
                "signature",
                List.of(),
                Optional.empty()));
        assertHas("slipway_nudges_total{result=\"rejected\"} 1");
        assertHas("slipway_nudges_total{result=\"accepted\"} 0");
    }

    private void deploy(long id, Trigger trigger) {
        var intent = new Deployment.Intent("web", COMMIT, trigger, "hash", SwapMode.TRIAL, "new");
        var planned = Deployment.planned(id, intent, time.now());
        metrics.changed(planned);
        time.pass(Duration.ofSeconds(2));
        var building = planned.advance(Phase.BUILDING, time.now());
        metrics.changed(building);
        time.pass(Duration.ofMillis(2500));
        metrics.changed(
                building.because(Failure.of(Blame.YOURS, "no build", "")).advance(Phase.FAILED, time.now()));
    }

    private void assertHas(String line) throws Exception {
        assertTrue(page().lines().anyMatch(line::equals), line + " in " + page());
    }

    private String page() throws Exception {
        return metrics.page(new ObjectMapper().readTree("[{\"app\":\"web\",\"in_sync\":true}]"));
    }
}
