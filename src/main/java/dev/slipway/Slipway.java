package dev.slipway;

import dev.slipway.cli.CommandLineInterface;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The program. */
public final class Slipway {
    private static final int INTERRUPTED = 130;

    private Slipway() {}

    /** Runs one command, and exits with its code. */
    public static void main(String[] arguments) {
        stopOnSignals(Thread.currentThread());
        var environment = System.getenv();
        var time = new SystemTime();
        System.exit(CommandLineInterface.run(arguments, environment, new LocalBackend(environment, time), time));
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
