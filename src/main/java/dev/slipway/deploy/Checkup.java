package dev.slipway.deploy;

import dev.slipway.model.Failure;
import dev.slipway.model.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes all looks at once, and waits for none longer than its patience: what hangs is itself a finding. */
public final class Checkup {
    /** More than a server that answers at all takes, and a person who waits bears. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Time time;
    private final Duration patience;

    public Checkup(Time time) {
        this(time, PATIENCE);
    }

    Checkup(Time time, Duration patience) {
        this.time = time;
        this.patience = patience;
    }

    /** What one check found. */
    public record Section(String check, List<Finding> findings) {
        public Section {
            findings = List.copyOf(findings);
        }

        /** The heaviest of its findings. */
        public Finding.Level level() {
            return findings.stream().map(Finding::level).max(Enum::compareTo).orElse(Finding.Level.WELL);
        }
    }

    /** One section for each check, in their order. */
    public List<Section> of(List<Check> checks) throws InterruptedException {
        var deadline = time.elapsed().plus(patience);
        // Not closed by waiting, as its close() would: a look that hangs hears the interrupt, or is left to itself.
        var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("check-", 0).factory());
        try {
            var looks = new ArrayList<Future<List<Finding>>>();
            for (var check : checks) {
                looks.add(threads.submit((Callable<List<Finding>>) check::look));
            }
            var sections = new ArrayList<Section>();
            for (int i = 0; i < checks.size(); i++) {
                var name = checks.get(i).name();
                sections.add(new Section(name, await(looks.get(i), deadline.minus(time.elapsed()))));
            }
            return sections;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Finding> await(Future<List<Finding>> look, Duration left) throws InterruptedException {
        try {
            return look.get(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            look.cancel(true);
            return List.of(Finding.wrong(
                    "the check got no answer within " + patience.toSeconds() + " s",
                    "what hangs now hangs a deployment too, until its own limit ends it",
                    "look whether this machine, its disk or its network is overloaded, then slipway doctor"));
        } catch (ExecutionException e) {
            return List.of(
                    e.getCause() instanceof DeployException known
                            ? of(known.failure())
                            : Finding.wrong(
                                    "the check itself failed: " + e.getCause(),
                                    "that is a fault of Slipway's own",
                                    "report it with the file that slipway doctor --bundle FILE writes"));
        }
    }

    /** A failure, as the finding that it is. */
    public static Finding of(Failure failure) {
        var why = switch (failure.blame()) {
            case YOURS -> "no deployment begins until it is mended";
            case REMOTE -> "a commit cannot be seen or fetched until it is well";
            case HOST -> "no deployment succeeds until it is well";
            case OURS -> "that is a fault of Slipway's own";
        };
        return Finding.wrong(
                failure.what(), why, failure.next().isEmpty() ? "then slipway doctor looks again" : failure.next());
    }
}
