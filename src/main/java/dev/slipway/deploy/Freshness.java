package dev.slipway.deploy;

import dev.slipway.model.App;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one rule by which polling is called stale: a poll that was due has not come, or what came has not ended in all the time
 * that it may take. A remote that fails is no staleness: it was asked.
 */
public final class Freshness {
    /** A machine that is busy or wakes up is late; one that is later than this has stopped. */
    private static final Duration TOO_LATE = Duration.ofMinutes(2);

    /** A fetch. */
    private static final Duration FETCH = Duration.ofMinutes(10);
    /** All submodules together, the last of which may take as long again. */
    private static final Duration SUBMODULES = Duration.ofMinutes(20);
    /** All objects of Git LFS together. */
    private static final Duration LFS = Duration.ofHours(1);
    /** Asking the remote and the engine, and tidying up: some twenty calls, each with a limit of a minute or two. */
    private static final Duration CALLS = Duration.ofMinutes(40);
    /** Stopping a container whose grace period is not known. */
    private static final Duration STOP = Duration.ofHours(1);
    /** A swarm has no limit but that it must get further; more tasks than a day is enough for are not foreseen. */
    private static final Duration ROLLOUT = Duration.ofDays(1);
    /** The pull of a gate's image, and until its proxy has done what it was told; its connections drain in their own time. */
    private static final Duration GATE = Duration.ofMinutes(12);
    /** A copy, the container in place and the one that is put back are each proven. */
    private static final int PROOFS = 3;

    private Freshness() {}

    /**
     * An app at one moment.
     *
     * @param due when its schedule looks next; empty if it is not polled by itself
     * @param busy for how long one request of it has been under way; empty if none is
     * @param atMost how long one may be
     */
    public record Pulse(String app, Optional<Instant> due, Optional<Duration> busy, Duration atMost) {}

    /** What is stale, a sentence for each app and way; empty while polling is alive. */
    public static List<String> stale(Instant now, Collection<Pulse> pulses) {
        return pulses.stream()
                .flatMap(pulse -> Stream.of(late(now, pulse), stuck(pulse)))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The longest that one request of an app can take with every limit of docs/ARCHITECTURE.md used up: builds wait for one
     * another, and an unfinished deployment of before is settled first.
     */
    static Duration atMost(App app, Collection<App> all) {
        var builds = all.stream().map(each -> building(each).plus(fetch(each))).reduce(Duration.ZERO, Duration::plus);
        var proofs = app.health().timeout().plus(app.health().settle()).multipliedBy(PROOFS);
        var gate =
                app.gate().map(each -> GATE.plus(each.drain().multipliedBy(2))).orElse(Duration.ZERO);
        var swap = app.inSwarm() ? ROLLOUT : STOP.multipliedBy(2).plus(proofs).plus(gate);
        return builds.plus(swap.multipliedBy(2)).plus(CALLS);
    }

    /** Compose builds and pulls, each with that limit. */
    private static Duration building(App app) {
        return app.compose()
                .map(compose -> compose.timeout().multipliedBy(2))
                .orElse(app.build().options().timeout());
    }

    private static Duration fetch(App app) {
        var inclusions = app.git().inclusions();
        return FETCH.plus(inclusions.submodules() ? SUBMODULES : Duration.ZERO)
                .plus(inclusions.lfs() ? LFS : Duration.ZERO);
    }

    private static Optional<String> late(Instant now, Pulse pulse) {
        return pulse.due()
                .filter(due -> due.isBefore(now.minus(TOO_LATE)))
                .map(due -> pulse.app() + ": the poll that was due " + inWords(Duration.between(due, now))
                        + " ago has not come");
    }

    private static Optional<String> stuck(Pulse pulse) {
        return pulse.busy()
                .filter(busy -> busy.compareTo(pulse.atMost()) > 0)
                .map(busy -> pulse.app() + ": what was begun " + inWords(busy)
                        + " ago has not ended, though it may take at most " + inWords(pulse.atMost()));
    }

    private static String inWords(Duration duration) {
        return duration.compareTo(Duration.ofHours(2)) < 0 ? duration.toMinutes() + " min" : duration.toHours() + " h";
    }
}
