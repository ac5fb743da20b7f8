package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The workers of a gate's HAProxy. When it is told to read its files again, its first process starts a new worker, which takes
 * over the ports, and the old one ends with its last connection. Nothing but a shell is asked of the image, and not its tools.
 */
final class GateProcesses {
    private static final Duration ONE_COMMAND = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    /** In which HAProxy starts, or reads its files again, on a busy machine. */
    private static final Duration START = Duration.ofSeconds(20);
    /** After which a signal may have been lost, as to a process that had only just begun. */
    private static final Duration SIGNAL_AGAIN = Duration.ofSeconds(5);
    /** In which a worker is gone whose time to drain is over. */
    private static final Duration END = Duration.ofSeconds(5);

    private static final int LAST_LINES = 10;

    private static final String WORKERS = "for p in /proc/[0-9]*; do read -r name < $p/comm && [ \"$name\" = haproxy ]"
            + " && [ $p != /proc/1 ] && echo ${p#/proc/}; done 2>/dev/null;";
    /** From inside: a signal by the engine would count as a stop by hand, after which it does not start the gate with itself. */
    private static final String READ_AGAIN = " kill -USR2 1";

    private final DockerEngine engine;
    private final ContainerOutput output;
    private final String id;

    GateProcesses(DockerEngine engine, ContainerOutput output, String id) {
        this.engine = engine;
        this.output = output;
        this.id = id;
    }

    /**
     * Waits until there is a worker.
     *
     * @throws DeployException YOURS if there is none in time
     */
    void await() throws DeployException, InterruptedException {
        var deadline = engine.time().elapsed().plus(START);
        while (true) {
            try {
                if (!workers("").isEmpty()) {
                    return;
                }
            } catch (DeployException e) {
                // A container that ends at once can be asked nothing; why it does is in its log.
                if (isOver(deadline)) {
                    throw trouble("does not run: " + e.failure().what());
                }
            }
            if (isOver(deadline)) {
                throw trouble("did not start within " + START.toSeconds() + " s");
            }
            engine.time().sleep(BETWEEN_LOOKS);
        }
    }

    /**
     * Has the files read again, and waits until the workers of before are gone.
     *
     * @param drain after which they end by themselves
     */
    void readAgain(Duration drain) throws DeployException, InterruptedException {
        await(); // Else the first worker, of the files as they were, could be taken for the new one.
        var before = workers(READ_AGAIN);
        var signalled = engine.time().elapsed();
        var began = signalled;
        while (true) {
            engine.time().sleep(BETWEEN_LOOKS);
            var now = workers("");
            var old = now.stream().filter(before::contains).toList();
            var isTaken = now.size() > old.size();
            if (isTaken && (old.isEmpty() || isOver(began.plus(drain).plus(END)))) {
                return;
            }
            if (!isTaken && isOver(began.plus(START))) {
                throw trouble("went on as before when it was told to read its files again");
            }
            if (!isTaken && isOver(signalled.plus(SIGNAL_AGAIN))) {
                workers(READ_AGAIN);
                signalled = engine.time().elapsed();
            }
        }
    }

    private boolean isOver(Duration deadline) {
        return engine.time().elapsed().compareTo(deadline) >= 0;
    }

    private Set<String> workers(String then) throws DeployException, InterruptedException {
        var said = output.exec(id, List.of("sh", "-c", WORKERS + then), ONE_COMMAND)
                .output();
        return said.lines()
                .map(String::strip)
                .filter(line -> line.matches("\\d+"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private DeployException trouble(String what) throws DeployException {
        var last = output.lastLines(id, LAST_LINES);
        return new DeployException(Failure.of(
                        Blame.YOURS,
                        "the gate's haproxy " + what,
                        "see whether gate.image has haproxy 2.6 or later, and sh")
                .withEvidence(last));
    }
}
