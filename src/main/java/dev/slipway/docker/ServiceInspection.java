package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the engine's answers to {@code GET /services/ID}, {@code /tasks} and {@code /nodes}. */
final class ServiceInspection {
    /** The engine's word for a task that ended without being told to by the swarm, and without an error. */
    private static final String COMPLETE = "complete";

    private ServiceInspection() {}

    static Service read(JsonNode service, JsonNode tasks, JsonNode nodes) {
        var names = new HashMap<String, String>();
        nodes.forEach(node -> names.put(
                node.path("ID").asText(),
                node.path("Description").path("Hostname").asText()));
        var spec = service.path("Spec");
        return new Service(
                service.path("ID").asText(),
                spec.path("Name").asText(),
                service.path("Version").path("Index").asLong(),
                Inspection.origin(spec.path("Labels")),
                image(spec),
                replicas(spec),
                update(service.path("UpdateStatus").path("State").asText()),
                tasks(tasks, names));
    }

    static String image(JsonNode spec) {
        return spec.path("TaskTemplate").path("ContainerSpec").path("Image").asText();
    }

    static Optional<Integer> replicas(JsonNode spec) {
        var replicated = spec.path("Mode").path("Replicated");
        return replicated.isMissingNode()
                ? Optional.empty()
                : Optional.of(replicated.path("Replicas").asInt());
    }

    private static Service.Update update(String state) {
        return switch (state) {
            case "updating" -> Service.Update.UPDATING;
            case "paused" -> Service.Update.PAUSED;
            case "completed" -> Service.Update.COMPLETED;
            case "rollback_started" -> Service.Update.ROLLING_BACK;
            case "rollback_paused" -> Service.Update.ROLLBACK_PAUSED;
            case "rollback_completed" -> Service.Update.ROLLED_BACK;
            default -> Service.Update.NONE;
        };
    }

    private static List<Service.Task> tasks(JsonNode tasks, Map<String, String> nodes) {
        var read = new ArrayList<Service.Task>();
        for (var task : tasks) {
            var status = task.path("Status");
            var deployment = task.path("Spec")
                    .path("ContainerSpec")
                    .path("Labels")
                    .path(ImageLabels.DEPLOYMENT)
                    .asText();
            read.add(new Service.Task(
                    task.path("ID").asText(),
                    deployment.matches("\\d{1,18}")
                            ? OptionalLong.of(Long.parseLong(deployment))
                            : OptionalLong.empty(),
                    state(status.path("State").asText()),
                    isWanted(task.path("DesiredState").asText()),
                    nodes.getOrDefault(
                            task.path("NodeID").asText(), task.path("NodeID").asText()),
                    error(status),
                    Instant.parse(status.path("Timestamp").asText(Instant.EPOCH.toString()))));
        }
        return read;
    }

    /** A task that is not well is told to end, and one that then does so in good order has no error. */
    private static String error(JsonNode status) {
        return status.path("State").asText().equals(COMPLETE)
                ? "it ended with exit code 0, by itself or since its HEALTHCHECK failed"
                : status.path("Err").asText();
    }

    /** One that is to start anew after a failure is "ready" until its time has come. */
    private static boolean isWanted(String desired) {
        return desired.equals("running") || desired.equals("ready");
    }

    private static Service.State state(String state) {
        return switch (state) {
            case "preparing" -> Service.State.PREPARING;
            case "ready", "starting" -> Service.State.STARTING;
            case "running" -> Service.State.RUNNING;
            case "failed", "rejected", "orphaned", COMPLETE -> Service.State.FAILED;
            case "shutdown", "remove" -> Service.State.ENDED;
            default -> Service.State.PENDING;
        };
    }
}
