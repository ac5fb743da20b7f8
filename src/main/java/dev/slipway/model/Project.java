package dev.slipway.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A project of Compose as the engine has it at one moment.
 *
 * @param name by which Compose knows it
 * @param origin of what it was put up from last; empty for a project that Slipway did not make
 * @param services that it is to have, by their names; empty where that is not known
 * @param parts its containers
 */
public record Project(String name, Optional<Container.Origin> origin, Set<String> services, List<Part> parts) {
    public Project {
        Objects.requireNonNull(name);
        Objects.requireNonNull(origin);
        services = Set.copyOf(services);
        parts = List.copyOf(parts);
    }

    /** Whether it was put up by this deployment last. */
    public boolean isOf(Deployment deployment) {
        return origin.filter(o -> o.app().equals(deployment.app()) && o.deployment() == deployment.id())
                .isPresent();
    }

    /** One container of a service. */
    public record Part(String service, Container container) {
        public Part {
            Objects.requireNonNull(service);
            Objects.requireNonNull(container);
        }

        /** How it does. */
        public Standing standing() {
            var state = container.state();
            return switch (state.status()) {
                case RUNNING ->
                    switch (state.health()) {
                        case NONE, HEALTHY -> Standing.WELL;
                        case STARTING -> Standing.STARTING;
                        case UNHEALTHY -> Standing.UNWELL;
                    };
                case CREATED, REMOVING -> Standing.STARTING;
                case RESTARTING, PAUSED, DEAD -> Standing.UNWELL;
                case EXITED -> state.exitCode() == 0 && isLetGo() ? Standing.DONE : Standing.UNWELL;
            };
        }

        /** Whether it ended, and nothing starts it again. */
        public boolean isOver() {
            var status = container.state().status();
            return status == Container.Status.DEAD || (status == Container.Status.EXITED && isLetGo());
        }

        /** Whether the engine lets one that ended in good order be. */
        private boolean isLetGo() {
            var restart = container.wiring().restart().kind();
            return restart == RestartPolicy.Kind.NO
                    || (restart == RestartPolicy.Kind.ON_FAILURE
                            && container.state().exitCode() == 0);
        }

        /** In words: {@code service web ended with exit code 1}. */
        public String inWords() {
            var state = container.state();
            var said = state.healthOutput().isEmpty() ? "" : " \"" + state.healthOutput() + "\"";
            return "service " + service
                    + switch (state.status()) {
                        case RUNNING ->
                            switch (state.health()) {
                                case NONE -> " runs";
                                case HEALTHY -> " is healthy";
                                case STARTING -> " is not healthy yet" + said;
                                case UNHEALTHY -> " is unhealthy" + said;
                            };
                        case CREATED -> " was not started";
                        case REMOVING -> " is being removed";
                        case PAUSED -> " is paused";
                        case RESTARTING -> " restarts again and again, last exit code " + state.exitCode();
                        case EXITED, DEAD -> " ended with exit code " + state.exitCode();
                    };
        }
    }

    /** How a container does, as far as it matters. */
    public enum Standing {
        WELL,
        STARTING,
        /** It ended in good order, and is not meant to go on. */
        DONE,
        UNWELL
    }

    /** Services that are to be there, and have no container. */
    public Set<String> missing() {
        var missing = new TreeSet<>(services);
        parts.forEach(part -> missing.remove(part.service()));
        return missing;
    }

    /** The part that is worst off; empty if all are well, or done. */
    public Optional<Part> worst() {
        return parts.stream()
                .filter(part -> part.standing() == Standing.UNWELL || part.standing() == Standing.STARTING)
                .min(Comparator.comparing((Part part) -> !part.isOver())
                        .thenComparing(part -> part.standing() != Standing.UNWELL)
                        // What was created, and not started, waits for another one.
                        .thenComparing(part -> part.container().state().status() == Container.Status.CREATED)
                        .thenComparing(Part::service));
    }

    /** Whether all services are there, and well or done, and one at least runs. */
    public boolean isWell() {
        return missing().isEmpty() && worst().isEmpty() && isRunning();
    }

    /** Whether any service runs. */
    public boolean isRunning() {
        return parts.stream().anyMatch(part -> part.container().isUp());
    }

    /** Whether nothing runs, though all that should is there to be started: a service whose container was removed is not stopped. */
    private boolean wasStopped() {
        return !isRunning() && missing().isEmpty();
    }

    /** In words: {@code 2 of 3 services are well; service db is unhealthy}. */
    public String inWords() {
        var all = new TreeSet<>(services);
        parts.forEach(part -> all.add(part.service()));
        var troubled = parts.stream()
                .filter(part -> part.standing() == Standing.UNWELL || part.standing() == Standing.STARTING)
                .map(Part::service)
                .collect(Collectors.toCollection(TreeSet::new));
        troubled.addAll(missing());
        var words = all.size() - troubled.size() + " of " + all.size() + " services " + (all.size() == 1 ? "is" : "are")
                + " well";
        var troubles = Stream.concat(
                        worst().map(Part::inWords).stream(),
                        missing().stream().map(service -> "service " + service + " has no container"))
                .collect(Collectors.joining("; "));
        return troubles.isEmpty() ? words : words + "; " + troubles;
    }

    /** Tells one set of containers from another: by their ids and when each was started. */
    public String fingerprint() {
        return parts.stream()
                .map(part ->
                        part.container().id() + " " + part.container().state().startedAt() + " "
                                + part.container().state().restarts())
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /** The same in the form of a container, for all that does not ask which services it has. */
    public Container asContainer() {
        var ids = parts.stream().map(part -> part.container().id()).sorted().collect(Collectors.joining(" "));
        var images = parts.stream()
                .map(part -> part.container().wiring().image())
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
        var state = new Container.State(
                wasStopped() ? Container.Status.EXITED : Container.Status.RUNNING,
                0,
                0,
                parts.stream()
                        .map(part -> part.container().state().startedAt())
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.EPOCH),
                isWell() || wasStopped() ? Container.Health.NONE : Container.Health.UNHEALTHY,
                inWords());
        return new Container(
                UUID.nameUUIDFromBytes(ids.getBytes(StandardCharsets.UTF_8)).toString(),
                name,
                origin,
                state,
                new Container.Wiring(images, RestartPolicy.NO, List.of()),
                Optional.empty());
    }
}
