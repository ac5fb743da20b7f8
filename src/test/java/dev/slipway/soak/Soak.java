package dev.slipway.soak;

import dev.slipway.SystemTime;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.PrivateEngine;
import dev.slipway.testkit.SmallDisk;
import dev.slipway.testkit.TestHost;
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
    private static final int FEWEST_FAULTS = 8;
    private static final int MOST_FAULTS = 16;
    private static final String[] SWAPS = {"trial", "warm", "stop-first"};

    private Soak() {}

    private static final int MEGABYTES = 64;

    /** Takes the minutes and, to repeat a run, its seed; ends with 1 if a promise was broken. */
    public static void main(String[] arguments) throws Exception {
        var time = new SystemTime();
        var minutes = Duration.ofMinutes(Long.parseLong(arguments[0]));
        long seed =
                arguments.length > 1 ? Long.parseLong(arguments[1]) : time.now().toEpochMilli();
        var random = new Random(seed);
        var swap = SWAPS[random.nextInt(SWAPS.length)];
        say("seed " + seed + ", swap " + swap);
        var folder = Files.createTempDirectory("soak");
        int violations;
        try (var disk = SmallDisk.mount(folder.resolve("data"), MEGABYTES);
                var engine = PrivateEngine.start(Files.createDirectory(folder.resolve("e")));
                var host = TestHost.on(engine, folder, settings(swap)).polling("10s")) {
            host.configure(settings(swap));
            violations = rounds(new Chaos(random, engine, host, disk, time), new Promises(engine, host), minutes, time);
        }
        if (violations > 0) {
            say("the agent's log: " + folder.resolve("agent.log"));
        } else {
            remove(folder);
        }
        System.exit(violations > 0 ? 1 : 0);
    }

    private static int rounds(Chaos chaos, Promises promises, Duration minutes, SystemTime time)
            throws InterruptedException {
        var end = time.elapsed().plus(minutes);
        chaos.begin();
        promises.noteStranger();
        int violations = promises.check(chaos.acceptable()).isEmpty() ? 0 : 1;
        int rounds = 0;
        while (time.elapsed().compareTo(end) < 0) {
            rounds++;
            var story = chaos.round(FEWEST_FAULTS, MOST_FAULTS);
            var broken = promises.check(chaos.acceptable());
            broken.ifPresentOrElse(
                    what -> say("round VIOLATED: " + story + "\n  " + what), () -> say("round ok: " + story));
            violations += broken.isPresent() ? 1 : 0;
            chaos.settledAt(promises.served());
        }
        say(rounds + " rounds, " + chaos.total() + " faults " + chaos.counts() + ", " + violations + " violations");
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
