package dev.slipway;

import dev.slipway.cli.CommandLineInterface;

/** The program. */
public final class Slipway {
    private Slipway() {}

    /** Runs one command, and exits with its code. */
    public static void main(String[] arguments) {
        var environment = System.getenv();
        var time = new SystemTime();
        System.exit(CommandLineInterface.run(arguments, environment, new LocalBackend(environment, time), time));
    }
}
