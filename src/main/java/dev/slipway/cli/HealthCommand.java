package dev.slipway.cli;

import picocli.CommandLine;

/** {@code slipway health}: whether the agent lives, by the same rule as {@code /healthz}; asks neither Docker nor Git. */
@CommandLine.Command(
        name = "health",
        description = "Whether the agent lives: exits with 3 if polls have stopped coming, or no agent runs.",
        mixinStandardHelpOptions = true)
final class HealthCommand extends Command {
    @Override
    Access access() {
        return Access.LOOK;
    }

    @Override
    ExitCode run(Session session) {
        if (!session.byAgent()) {
            terminal().out("no agent is running");
            return ExitCode.ANSWERED_NO;
        }
        var stale = session.stale();
        if (stale.isEmpty()) {
            terminal().out("polls come when they are due");
            return ExitCode.OK;
        }
        stale.forEach(terminal()::out);
        return ExitCode.ANSWERED_NO;
    }
}
