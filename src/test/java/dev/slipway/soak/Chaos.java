package dev.slipway.soak;

import static dev.slipway.testkit.WebApp.Trait.CRASHES;
import static dev.slipway.testkit.WebApp.Trait.DOES_NOT_BUILD;
import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;

import dev.slipway.deploy.Time;
import dev.slipway.testkit.AgentProcess;
import dev.slipway.testkit.PrivateEngine;
import dev.slipway.testkit.SmallDisk;
import dev.slipway.testkit.TestHost;
import dev.slipway.testkit.WebApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Does to one host what may happen to it, at random, and knows what must be served afterwards. */
final class Chaos {
    /** What can be done; all but the first is a fault. */
    enum Act {
        PUSH_GOOD,
        PUSH_BROKEN,
        PUSH_UNHEALTHY,
        PUSH_CRASHING,
        KILL_AGENT,
        RESTART_ENGINE,
        KILL_ENGINE,
        CUT_GIT,
        FILL_DISK
    }

    private static final List<Act> ACTS = List.of(Act.values());
    /** A restart of the engine takes seconds, a kill of the agent does not. */
    private static final int KILLS_IN_TEN = 6;

    private static final int TEN = 10;
    private static final int LONGEST_PAUSE_MILLIS = 1200;

    private final Random random;
    private final PrivateEngine engine;
    private final TestHost host;
    private final SmallDisk disk;
    private final Time time;
    private final Map<Act, Integer> counts = new EnumMap<>(Act.class);
    private final Set<String> acceptable = new TreeSet<>();
    private Optional<AgentProcess> agent = Optional.empty();
    private int version;
    private boolean tipIsGood;

    Chaos(Random random, PrivateEngine engine, TestHost host, SmallDisk disk, Time time) {
        this.random = random;
        this.engine = engine;
        this.host = host;
        this.disk = disk;
        this.time = time;
    }

    /** A first version, and an agent. */
    void begin() {
        push(Act.PUSH_GOOD);
        agent = Optional.of(host.startAgent());
    }

    /** Some faults, a last push, and then all trouble lifted; returns what was done, in order. */
    String round(int fewest, int most) throws InterruptedException {
        var story = new ArrayList<Act>();
        int faults = random.nextInt(fewest, most + 1);
        for (int i = 0; i < faults; i++) {
            var act = random.nextInt(TEN) < KILLS_IN_TEN ? Act.KILL_AGENT : ACTS.get(random.nextInt(ACTS.size()));
            carryOut(act, story);
            time.sleep(Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)));
        }
        lift();
        if (random.nextBoolean()) {
            carryOut(Act.PUSH_GOOD, story);
        }
        return story.toString();
    }

    private void carryOut(Act act, List<Act> story) throws InterruptedException {
        story.add(act);
        counts.merge(act, 1, Integer::sum);
        switch (act) {
            case PUSH_GOOD, PUSH_BROKEN, PUSH_UNHEALTHY, PUSH_CRASHING -> push(act);
            case KILL_AGENT -> {
                agent.ifPresent(AgentProcess::kill9);
                agent = Optional.of(host.startAgent());
            }
            case RESTART_ENGINE -> {
                engine.stop();
                engine.startAgain();
            }
            case KILL_ENGINE -> {
                engine.kill9();
                engine.startAgain();
            }
            case CUT_GIT -> move(host.repo().path(), away());
            case FILL_DISK -> disk.fill();
        }
    }

    private void push(Act act) {
        move(away(), host.repo().path());
        version++;
        var app = host.version("v" + version);
        host.push(with(app, act));
        tipIsGood = act == Act.PUSH_GOOD;
        if (tipIsGood) {
            acceptable.add(app.version());
        }
    }

    private static WebApp with(WebApp app, Act act) {
        return switch (act) {
            case PUSH_BROKEN -> app.but(DOES_NOT_BUILD);
            case PUSH_UNHEALTHY -> app.but(UNHEALTHY);
            case PUSH_CRASHING -> app.but(CRASHES);
            default -> app;
        };
    }

    /** What may be served once all has settled: the tip if it is good, else any good version since the last one served. */
    Set<String> acceptable() {
        return tipIsGood ? Set.of("v" + version) : Set.copyOf(acceptable);
    }

    /** Nothing older than this may ever be served again. */
    void settledAt(String served) {
        acceptable.removeIf(earlier -> number(earlier) < number(served));
    }

    private static int number(String name) {
        return name.startsWith("v") ? Integer.parseInt(name.substring(1)) : 0;
    }

    private void lift() {
        move(away(), host.repo().path());
        try {
            disk.makeRoom();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // As systemd would: an agent that could not start on a full disk is started again.
        if (agent.stream().noneMatch(AgentProcess::isAlive)) {
            agent = Optional.of(host.startAgent());
        }
    }

    private Path away() {
        return host.repo().path().resolveSibling("away");
    }

    private static void move(Path from, Path to) {
        try {
            if (Files.exists(from) && !Files.exists(to)) {
                Files.move(from, to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int total() {
        return counts.entrySet().stream()
                .filter(count -> count.getKey() != Act.PUSH_GOOD)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    Map<Act, Integer> counts() {
        return counts;
    }
}
