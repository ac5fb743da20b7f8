package dev.slipway.soak;

import dev.slipway.SystemTime;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.FaultProxy;
import dev.slipway.testkit.Hammer;
import dev.slipway.testkit.PrivateEngine;
import dev.slipway.testkit.SmallDisk;
import dev.slipway.testkit.TestHost;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A real agent, a real app and an engine of their own, and trouble at random until the time is over. After each round the
 * trouble is lifted, and what docs/FAULTS.md promises must come about by itself. {@code script/soak} starts it.
 */
public final class Soak {
    private static final int FEWEST_FAULTS = 14;
    private static final int MOST_FAULTS = 26;
    private static final String[] SWAPS = {"trial", "warm", "stop-first"};
    private static final int MEGABYTES = 64;

    private Soak() {}

    /** Takes the minutes and, to repeat a run, its seed; ends with 1 if a promise was broken. */
    public static void main(String[] arguments) throws Exception {
        var time = new SystemTime();
        var minutes = Duration.ofMinutes(Long.parseLong(arguments[0]));
        long seed =
                arguments.length > 1 ? Long.parseLong(arguments[1]) : time.now().toEpochMilli();
        say("seed " + seed);
        var random = new Random(seed);
        var folder = Files.createTempDirectory("soak");
        int violations;
        try (var disk = SmallDisk.mount(folder.resolve("data"), MEGABYTES);
                var engine = PrivateEngine.startInThisNetwork(Files.createDirectory(folder.resolve("e")));
                var host = TestHost.on(engine, folder, settings(SWAPS[0])).polling("10s");
                var way = FaultProxy.before(host.git());
                var visitor = Hammer.on(host.port())) {
            host.cloningFrom(way.url(URI.create(host.git().url(host.repo())).getPath()));
            var chaos = new Chaos(random, engine, host, disk, new GitTrouble(host, way, random), time);
            violations = rounds(chaos, new Promises(engine, host, visitor), random, minutes, time);
        }
        if (violations > 0) {
            say("the agent's log: " + folder.resolve("agent.log"));
        } else {
            remove(folder);
        }
        System.exit(violations > 0 ? 1 : 0);
    }

    private static int rounds(Chaos chaos, Promises promises, Random random, Duration minutes, SystemTime time)
            throws InterruptedException {
        var end = time.elapsed().plus(minutes);
        chaos.begin(settings(SWAPS[0]));
        promises.noteStranger();
        int violations = promises.check(chaos, true).isEmpty() ? 0 : 1;
        int rounds = 0;
        while (time.elapsed().compareTo(end) < 0) {
            rounds++;
            var swap = SWAPS[random.nextInt(SWAPS.length)];
            chaos.configure(settings(swap));
            var story = chaos.round(FEWEST_FAULTS, MOST_FAULTS);
            var broken = promises.check(chaos, !swap.equals("stop-first"));
            broken.ifPresentOrElse(
                    what -> say(swap + " round VIOLATED: " + story + "\n  " + what),
                    () -> say(swap + " round ok: " + story));
            violations += broken.isPresent() ? 1 : 0;
            chaos.versions().settledAt(promises.served());
        }
        say(rounds + " rounds, " + chaos.total() + " faults " + chaos.counts() + ", " + promises.visits()
                + " visits answered, " + violations + " violations");
        return violations;
    }

    private static String settings(String swap) {
        return """
                health: {http: ":8000/health", timeout: 5s, settle: 1s}
                swap: %s
                """.formatted(swap);
    }

    private static void remove(Path folder) {
        Command.run(List.of("rm", "-rf", "--one-file-system", folder.toString()), Map.of())
                .expecting(0);
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
