package dev.slipway.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A service as a swarm describes it at one moment.
 *
 * @param version of its settings, which rises with every change
 * @param origin what Slipway's labels say; empty for a service that Slipway did not make
 * @param image that its tasks are made from, by name and digest
 * @param replicas how many tasks it is to have; empty for one on each node
 * @param update how its last update, or the way back from it, stands
 * @param tasks those that run or are to, and the last of those that ended
 */
public record Service(
        String id,
        String name,
        long version,
        Optional<Container.Origin> origin,
        String image,
        Optional<Integer> replicas,
        Update update,
        List<Task> tasks) {
    public Service {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(origin);
        Objects.requireNonNull(image);
        Objects.requireNonNull(replicas);
        Objects.requireNonNull(update);
        tasks = List.copyOf(tasks);
    }

    /** Whether its settings are those of this deployment; another Slipway's journal may have given the same id to another commit. */
    public boolean isOf(Deployment deployment) {
        return origin.filter(o -> o.app().equals(deployment.app())
                        && o.deployment() == deployment.id()
                        && o.commit().equals(deployment.commit()))
                .isPresent();
    }

    /** Whether this deployment changed it, even if that was taken back since. */
    public boolean bearsTracesOf(Deployment deployment) {
        return isOf(deployment) || tasks.stream().anyMatch(task -> task.isOf(deployment.id()));
    }

    /** How many tasks there should be; of one that runs on each node, as many as the swarm has chosen nodes so far. */
    public int wanted() {
        return replicas.orElseGet(() -> (int)
                tasks.stream().filter(Task::isWanted).map(Task::node).distinct().count());
    }

    /** How many tasks of this deployment run, and are to go on. */
    public int running(long deployment) {
        return (int) tasks.stream()
                .filter(task -> task.isOf(deployment) && task.isRunning())
                .count();
    }

    private int running() {
        return (int) tasks.stream().filter(Task::isRunning).count();
    }

    /** How many tasks of this deployment have failed. */
    public int failed(long deployment) {
        return (int) tasks.stream()
                .filter(task -> task.isOf(deployment) && task.state() == State.FAILED)
                .count();
    }

    /** What is wrong with the tasks of this deployment, in words: {@code 2 tasks failed on node1, node2: task: non-zero exit (1)}. */
    public String troubles(long deployment) {
        return troubles(tasks.stream().filter(task -> task.isOf(deployment)));
    }

    /** The last task of this deployment that failed. */
    public Optional<Task> lastFailed(long deployment) {
        return tasks.stream()
                .filter(task -> task.isOf(deployment) && task.state() == State.FAILED)
                .max(Comparator.comparing(Task::since));
    }

    private static String troubles(Stream<Task> tasks) {
        Map<String, List<Task>> byTrouble = tasks.filter(task -> !task.error().isEmpty() && !task.isRunning())
                .collect(Collectors.groupingBy(Task::trouble, TreeMap::new, Collectors.toList()));
        return byTrouble.values().stream()
                .sorted(Comparator.comparing(each -> each.getFirst().state() != State.FAILED))
                .map(Service::inWords)
                .collect(Collectors.joining("; "));
    }

    private static String inWords(List<Task> alike) {
        var nodes = alike.stream()
                .map(Task::node)
                .filter(node -> !node.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        var task = alike.getFirst();
        return alike.size() + (alike.size() == 1 ? " task " : " tasks ")
                + (task.state() == State.FAILED
                        ? "failed"
                        : "in state " + task.state().name().toLowerCase(Locale.ROOT))
                + (nodes.isEmpty() ? "" : " on " + String.join(", ", nodes)) + ": " + task.error();
    }

    /** The same in the form of a container, for all that does not ask how many of it run, and where. */
    public Container asContainer() {
        int wanted = wanted();
        int running = running();
        var words = running + " of " + wanted + " tasks run";
        var troubles = troubles(tasks.stream().filter(Task::isWanted));
        var state = new Container.State(
                running == 0 ? Container.Status.EXITED : Container.Status.RUNNING,
                0,
                0,
                tasks.stream()
                        .filter(Task::isRunning)
                        .map(Task::since)
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.EPOCH),
                running > 0 && running < wanted ? Container.Health.UNHEALTHY : Container.Health.NONE,
                troubles.isEmpty() ? words : words + "; " + troubles);
        return new Container(
                id, name, origin, state, new Container.Wiring(image, RestartPolicy.NO, List.of()), Optional.empty());
    }

    /** How an update stands. */
    public enum Update {
        /** There was none yet, or the swarm has not begun with it. */
        NONE,
        UPDATING,
        /** The swarm stopped it half-way, since tasks failed. */
        PAUSED,
        COMPLETED,
        ROLLING_BACK,
        /** The swarm stopped on its way back, since tasks failed that had run before. */
        ROLLBACK_PAUSED,
        ROLLED_BACK;

        /** Whether the swarm is busy with it. */
        public boolean isUnderWay() {
            return this == UPDATING || this == ROLLING_BACK;
        }

        /** Whether it is, or was, the way back. */
        public boolean isBack() {
            return this == ROLLING_BACK || this == ROLLBACK_PAUSED || this == ROLLED_BACK;
        }
    }

    /**
     * One task: one container, or what is to become one.
     *
     * @param id the engine's
     * @param deployment by Slipway's label
     * @param isWanted whether it is to run
     * @param node its host name; empty where none is chosen yet
     * @param error what the swarm or the engine says is wrong; empty if nothing is
     * @param since when it came into this state
     */
    public record Task(
            String id,
            OptionalLong deployment,
            State state,
            boolean isWanted,
            String node,
            String error,
            Instant since) {
        public Task {
            Objects.requireNonNull(id);
            Objects.requireNonNull(deployment);
            Objects.requireNonNull(state);
            Objects.requireNonNull(node);
            Objects.requireNonNull(error);
            Objects.requireNonNull(since);
        }

        boolean isOf(long id) {
            return deployment.isPresent() && deployment.getAsLong() == id;
        }

        public boolean isRunning() {
            return isWanted && state == State.RUNNING;
        }

        private String trouble() {
            return state + error;
        }
    }

    /** The engine's states of a task, told apart as far as it matters. */
    public enum State {
        /** No node has taken it yet. */
        PENDING,
        /** Its node pulls the image. */
        PREPARING,
        /** Its container starts, or its HEALTHCHECK has not said yet that it is well. */
        STARTING,
        RUNNING,
        /** It ended by itself, with an error or without, or its node refused it. */
        FAILED,
        /** It ended as it was told to. */
        ENDED
    }
}
