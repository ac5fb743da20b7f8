package dev.slipway.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.Outcome;
import dev.slipway.deploy.Time;
import dev.slipway.deploy.Watcher;
import dev.slipway.model.Delivery;
import dev.slipway.model.Deployment;
import dev.slipway.model.Plan;
import dev.slipway.model.Request;
import dev.slipway.model.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts what happens, from the start of this process on, and writes it as Prometheus reads it. */
public final class Metrics implements Watcher {
    private static final List<String> POLLS = List.of("up_to_date", "held_back", "deployed", "failed");
    private static final List<String> ENDS = List.of("succeeded", "failed", "rolled_back", "cancelled", "broken");
    private static final List<String> VERDICTS = List.of("accepted", "pong", "ignored", "rejected");
    private static final List<String> VIA = List.of("poll", "webhook");

    private final Time time;
    private final String version;
    private final Samples polls = new Samples();
    private final Samples ends = new Samples();
    private final Samples nudges = new Samples();
    private final Samples found = new Samples();
    private final Samples phaseSums = new Samples();
    private final Samples phaseCounts = new Samples();
    private final Map<String, Instant> looked = new TreeMap<>();
    private final Map<String, String> newest = new HashMap<>();
    private final Map<Long, Deployment> underWay = new HashMap<>();

    public Metrics(Time time, String version) {
        this.time = time;
        this.version = version;
    }

    @Override
    public synchronized void changed(Deployment deployment) {
        var app = deployment.app();
        var before = underWay.put(deployment.id(), deployment);
        if (before == null) {
            find(deployment);
        } else {
            var phase = labels("app", app, "phase", key(before.phase()));
            var took = Duration.between(before.changedAt(), deployment.changedAt());
            phaseSums.add(phase, Math.max(0, took.toMillis()) / 1000.0);
            phaseCounts.add(phase, 1);
        }
        if (deployment.phase().isTerminal()) {
            underWay.remove(deployment.id());
            ends.add(labels("app", app, "result", key(deployment.phase())), 1);
        }
    }

    /** A commit that is tried again was found before. */
    private void find(Deployment deployment) {
        var trigger = deployment.intent().trigger();
        var sha = deployment.commit().sha();
        if (!trigger.byPerson() && !sha.equals(newest.put(deployment.app(), sha))) {
            found.add(labels("app", deployment.app(), "via", key(trigger)), 1);
        }
    }

    @Override
    public synchronized void carriedOut(Request request, Outcome outcome) {
        var result = switch (outcome) {
            case Outcome.Ended ignored -> "deployed";
            case Outcome.Nothing nothing -> nothing.plan() instanceof Plan.HeldBack ? "held_back" : "up_to_date";
            case Outcome.CheckFailed ignored -> "failed";
            case Outcome.Superseded ignored -> "";
            case Outcome.Interrupted ignored -> "";
        };
        if (result.isEmpty()) {
            return;
        }
        if (request.trigger() == Trigger.POLL) {
            polls.add(labels("app", request.app(), "result", result), 1);
        }
        if (request.commit().isEmpty() && !result.equals("failed")) {
            looked.put(request.app(), time.now());
        }
    }

    @Override
    public void stateSet(String app) {
        // Nothing of it is counted.
    }

    /** Something came in by the webhook. */
    public synchronized void delivered(Delivery delivery) {
        nudges.add(labels("result", key(delivery.verdict())), 1);
    }

    /**
     * All of it.
     *
     * @param apps the apps of the status document; empty if it cannot be told now
     */
    synchronized String page(Iterable<JsonNode> apps) {
        VERDICTS.forEach(each -> nudges.add(labels("result", each), 0));
        var sync = new Samples();
        for (var app : apps) {
            var name = app.path("app").asText();
            sync.add(labels("app", name), app.path("in_sync").asBoolean() ? 1 : 0);
            POLLS.forEach(each -> polls.add(labels("app", name, "result", each), 0));
            ENDS.forEach(each -> ends.add(labels("app", name, "result", each), 0));
            VIA.forEach(each -> found.add(labels("app", name, "via", each), 0));
        }
        var last = new Samples();
        looked.forEach((app, at) -> last.add(labels("app", app), (double) at.getEpochSecond()));
        var build = new Samples();
        build.add(labels("version", version), 1);

        var page = new StringBuilder();
        family(page, "slipway_build_info", "gauge", "Always 1; says which Slipway this is.", build);
        family(
                page,
                "slipway_last_poll_success_timestamp_seconds",
                "gauge",
                "When the branch was last looked at with success by this process.",
                last);
        family(page, "slipway_polls_total", "counter", "Polls by what came of them.", polls);
        family(
                page,
                "slipway_app_in_sync",
                "gauge",
                "Whether the tip of the branch runs and is well (1), or not (0).",
                sync);
        family(page, "slipway_deployments_total", "counter", "Deployments by how they ended.", ends);
        head(page, "slipway_deployment_phase_seconds", "summary", "How long the phases of deployments took.");
        phaseSums.write(page, "slipway_deployment_phase_seconds_sum");
        phaseCounts.write(page, "slipway_deployment_phase_seconds_count");
        family(page, "slipway_nudges_total", "counter", "Deliveries to the webhook by what was made of them.", nudges);
        family(page, "slipway_commits_found_total", "counter", "Commits that were deployed, by who found them.", found);
        return page.toString();
    }

    private static void family(StringBuilder page, String name, String type, String help, Samples samples) {
        head(page, name, type, help);
        samples.write(page, name);
    }

    private static void head(StringBuilder page, String name, String type, String help) {
        page.append("# HELP ").append(name).append(' ').append(help).append('\n');
        page.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static String labels(String... pairs) {
        var text = new StringBuilder("{");
        for (int i = 0; i < pairs.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(pairs[i]).append("=\"");
            text.append(pairs[i + 1].replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return text.append('}').toString();
    }

    private static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The values of one name by their labels. */
    private static final class Samples {
        private final Map<String, Double> values = new TreeMap<>();

        void add(String labels, double more) {
            values.merge(labels, more, Double::sum);
        }

        void write(StringBuilder page, String name) {
            values.forEach((labels, value) -> {
                page.append(name).append(labels).append(' ');
                if (value == Math.rint(value)) {
                    page.append(value.longValue());
                } else {
                    page.append(value);
                }
                page.append('\n');
            });
        }
    }
}
