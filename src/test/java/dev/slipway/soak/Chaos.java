package dev.slipway.soak;

import static dev.slipway.testkit.WebApp.Trait.CRASHES;
import static dev.slipway.testkit.WebApp.Trait.DOES_NOT_BUILD;
import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;

import dev.slipway.deploy.Time;
import dev.slipway.testkit.AgentProcess;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.PrivateEngine;
import dev.slipway.testkit.SmallDisk;
import dev.slipway.testkit.TestHost;
import dev.slipway.testkit.WebApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Does to one host what may happen to it, at random, and lifts all of it again. */
final class Chaos {
    /** What can be done; all but the first is a fault. */
    enum Act {
        PUSH_GOOD,
        PUSH_BROKEN,
        PUSH_UNHEALTHY,
        PUSH_CRASHING,
        FORCE_PUSH,
        KILL_AGENT,
        RESTART_ENGINE,
        KILL_ENGINE,
        TROUBLE_GIT,
        FILL_DISK,
        STOP_BY_HAND,
        SPOIL_CONFIG
    }

    private static final List<Act> ACTS = List.of(Act.values());
    /** A restart of the engine takes seconds, a kill of the agent does not. */
    private static final int KILLS_IN_TEN = 4;

    private static final int TEN = 10;
    private static final int LONGEST_PAUSE_MILLIS = 3000;

    private final Random random;
    private final PrivateEngine engine;
    private final TestHost host;
    private final SmallDisk disk;
    private final Time time;
    private final GitTrouble git;
    private final Versions versions = new Versions();
    private final Map<Act, Integer> counts = new EnumMap<>(Act.class);
    private String settings = "";
    private boolean spoilt;
    private Optional<AgentProcess> agent = Optional.empty();

    Chaos(Random random, PrivateEngine engine, TestHost host, SmallDisk disk, GitTrouble git, Time time) {
        this.random = random;
        this.engine = engine;
        this.host = host;
        this.disk = disk;
        this.time = time;
        this.git = git;
    }

    /** A first version, and an agent. */
    void begin(String firstSettings) {
        configure(firstSettings);
        push(Act.PUSH_GOOD);
        agent = Optional.of(host.startAgent());
    }

    /** The app is configured so from now on, in the file; an agent that was killed right after has no choice but to read it. */
    void configure(String newSettings) {
        settings = newSettings;
        spoilt = false;
        try {
            host.configure(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some faults, and then all trouble lifted, and perhaps a last push; returns what was done, in order. */
    String round(int fewest, int most) throws InterruptedException {
        var story = new ArrayList<Act>();
        // First, so that what follows is done in the mode that was configured for this round.
        carryOut(Act.KILL_AGENT, story);
        int faults = random.nextInt(fewest, most + 1);
        for (int i = 1; i < faults; i++) {
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

    private void carryOut(Act act, List<Act> story) {
        story.add(act);
        if (act != Act.KILL_AGENT || agent.stream().anyMatch(AgentProcess::isAlive)) {
            counts.merge(act, 1, Integer::sum);
        }
        carryOut(act);
        if (spoilt && act != Act.SPOIL_CONFIG) {
            // One fault later whoever spoilt it has mended it; meanwhile an agent may have refused to start.
            configure(settings);
        }
    }

    private void carryOut(Act act) {
        switch (act) {
            case PUSH_GOOD, PUSH_BROKEN, PUSH_UNHEALTHY, PUSH_CRASHING, FORCE_PUSH -> push(act);
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
            case TROUBLE_GIT -> git.begin(random.nextInt(git.kinds()));
            case FILL_DISK -> disk.fill();
            case STOP_BY_HAND -> {
                // In the midst of a swap it may have no such name; and the container it hits may be the one under
                // proof.
                docker("stop", "--time", "1", host.name());
                versions.tipMayHaveFailed();
            }
            case SPOIL_CONFIG -> spoil();
        }
    }

    private void push(Act act) {
        // Where the repository is gone nobody can push; the other troubles are between the agent and the server.
        git.bringBack();
        var app = host.version(versions.next(act == Act.PUSH_GOOD || act == Act.FORCE_PUSH));
        if (act == Act.FORCE_PUSH) {
            host.forcePush(app);
        } else {
            host.push(with(app, act));
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

    private void spoil() {
        spoilt = true;
        try {
            host.configure("swop: none\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void lift() {
        git.end();
        if (spoilt) {
            configure(settings);
        }
        try {
            disk.makeRoom();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // As systemd would: an agent that could not start on a full disk or by a spoilt configuration is started again.
        if (agent.stream().noneMatch(AgentProcess::isAlive)) {
            agent = Optional.of(host.startAgent());
        }
    }

    /** Whoever stopped the container by hand starts it again; Slipway does not fight him. */
    void startWhatWasStopped() {
        if (host.containers().equals(Map.of(host.name(), "exited"))) {
            docker("start", host.name());
        }
    }

    private void docker(String... arguments) {
        var command = Command.concat(List.of("docker", "--host", host.engineUrl()), List.of(arguments));
        var unused = Command.run(command, Map.of());
    }

    Versions versions() {
        return versions;
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
