package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import java.util.Optional;

/** What becomes of a command that failed: words, and an exit code. */
final class Endings {
    private Endings() {}

    /** What a command does. */
    @FunctionalInterface
    interface Work {
        Optional<Integer> run() throws DeployException, BusyException, InterruptedException;
    }

    /** The exit code of what was done, or of how it failed. */
    static Optional<Integer> of(Terminal terminal, String command, Work work) {
        try {
            return work.run();
        } catch (DeployException e) {
            if (Thread.currentThread().isInterrupted()) {
                // What was interrupted failed for that reason, whatever it says.
                return Optional.of(ExitCode.INTERRUPTED.number());
            }
            terminal.err(OutcomeText.failure("slipway " + command, e.failure()));
            return Optional.of(ExitCode.of(e.failure()).number());
        } catch (BusyException e) {
            terminal.err("slipway " + command + ": " + e.getMessage());
            terminal.err("  wait until it is done, or stop it");
            return Optional.of(ExitCode.BUSY.number());
        } catch (InterruptedException e) {
            return Optional.of(ExitCode.INTERRUPTED.number());
        }
    }
}
