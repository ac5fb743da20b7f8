package dev.slipway;

import dev.slipway.cli.CommandLineInterface;
import dev.slipway.deploy.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The program. */
public final class Slipway {
    private static final int INTERRUPTED = 130;
    private static final Duration SOON = Duration.ofMillis(200);

    private Slipway() {}

    /** Runs one command, and exits with its code. */
    public static void main(String[] arguments) {
        var environment = System.getenv();
        var time = new SystemTime();
        var program = new CommandLineInterface(environment, new LocalBackend(environment, time), time);
        var command = Thread.currentThread();
        var signals = Thread.ofPlatform().daemon().name("signals").start(() -> stopOnSignalsSoon(command, time));
        var byAgent = program.askAgent(arguments);
        if (byAgent.isPresent()) {
            // Nothing is left to be done, and to end in Java's own way takes as long as all that was.
            Runtime.getRuntime().halt(byAgent.get());
        }
        signals.interrupt();
        stopOnSignals(command);
        System.exit(program.run(arguments));
    }

    /** Most of what is asked of an agent is answered by then; before it, a signal ends the process, which is as well. */
    private static void stopOnSignalsSoon(Thread command, Time time) {
        try {
            time.sleep(SOON);
            stopOnSignals(command);
        } catch (InterruptedException e) {
            // It is no question to an agent, and the signals are seen to already.
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The first signal interrupts the command, which brings what it has begun to an end: Java's own way would end the process in
     * the midst of a replacement. The second ends it at once; the next start takes up what is left.
     */
    private static void stopOnSignals(Thread command) {
        var asked = new AtomicBoolean();
        Runnable stop = () -> {
            if (asked.getAndSet(true)) {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
            command.interrupt();
        };
        List.of("INT", "TERM", "HUP").forEach(signal -> Signals.on(signal, stop));
    }
}
