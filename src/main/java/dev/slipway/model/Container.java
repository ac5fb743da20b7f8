package dev.slipway.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A container as the engine describes it at one moment.
 *
 * @param id the engine's full id
 * @param name without the leading slash
 * @param origin what Slipway's labels say; empty for a container that Slipway did not make
 * @param wiring how it is attached and restarted: what must be remembered to put it back
 * @param address IP address at which this host reaches it now; empty if it has none
 */
public record Container(
        String id, String name, Optional<Origin> origin, State state, Wiring wiring, Optional<String> address) {
    private static final int SHORT_ID_DIGITS = 12;

    public Container {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(origin);
        Objects.requireNonNull(state);
        Objects.requireNonNull(wiring);
        Objects.requireNonNull(address);
    }

    /** The first twelve digits, as Docker shows them to people. */
    public String shortId() {
        return id.substring(0, Math.min(SHORT_ID_DIGITS, id.length()));
    }

    public boolean isRunning() {
        return state.status() == Status.RUNNING;
    }

    /** Whether it serves, or would again in a moment: running, paused, or between two runs of a crash loop. */
    public boolean isUp() {
        return switch (state.status()) {
            case RUNNING, PAUSED, RESTARTING -> true;
            case CREATED, REMOVING, EXITED, DEAD -> false;
        };
    }

    /** Whether the deployment with this id made it. */
    public boolean isOf(Deployment deployment) {
        return origin.filter(o -> o.app().equals(deployment.app()) && o.deployment() == deployment.id())
                .isPresent();
    }

    /** What Slipway's labels on a container say. */
    public record Origin(String app, Commit commit, long deployment, String configHash) {
        public Origin {
            Objects.requireNonNull(app);
            Objects.requireNonNull(commit);
            Objects.requireNonNull(configHash);
        }
    }

    /**
     * How a container is attached and restarted.
     *
     * @param image id of the image it was made from
     * @param networks with the aliases and fixed addresses that were asked for, not those that were assigned
     */
    public record Wiring(String image, RestartPolicy restart, List<NetworkAttachment> networks) {
        public Wiring {
            Objects.requireNonNull(image);
            Objects.requireNonNull(restart);
            networks = List.copyOf(networks);
        }
    }

    /**
     * What a container is doing.
     *
     * @param exitCode of the last end; 0 while it never ended
     * @param restarts how often the engine restarted it by its restart policy
     * @param startedAt of the present or last run; {@link Instant#EPOCH} if it never started
     * @param health of the HEALTHCHECK
     * @param healthOutput what the last HEALTHCHECK printed, shortened; empty if there was none
     */
    public record State(
            Status status, int exitCode, int restarts, Instant startedAt, Health health, String healthOutput) {
        public State {
            Objects.requireNonNull(status);
            Objects.requireNonNull(startedAt);
            Objects.requireNonNull(health);
            Objects.requireNonNull(healthOutput);
        }
    }

    /** The engine's own words for a container's state. */
    public enum Status {
        CREATED,
        RUNNING,
        PAUSED,
        RESTARTING,
        REMOVING,
        EXITED,
        DEAD
    }

    /** The engine's own words for a HEALTHCHECK; NONE where there is none. */
    public enum Health {
        NONE,
        STARTING,
        HEALTHY,
        UNHEALTHY
    }
}
