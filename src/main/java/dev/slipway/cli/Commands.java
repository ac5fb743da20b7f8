package dev.slipway.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/** The commands, in the order of the help. */
final class Commands {
    private static final List<Map.Entry<String, Class<?>>> ALL = List.of(
            Map.entry("agent", AgentCommand.class),
            Map.entry("poll", PollCommand.class),
            Map.entry("deploy", DeployCommand.class),
            Map.entry("rollback", RollbackCommand.class),
            Map.entry("pause", PauseCommand.class),
            Map.entry("resume", ResumeCommand.class),
            Map.entry("status", StatusCommand.class),
            Map.entry("health", HealthCommand.class),
            Map.entry("history", HistoryCommand.class),
            Map.entry("logs", LogsCommand.class),
            Map.entry("diff", DiffCommand.class),
            Map.entry("prune", PruneCommand.class),
            Map.entry("webhook", WebhookCommand.class),
            Map.entry("git", GitCommand.class),
            Map.entry("notify", NotifyCommand.class),
            Map.entry("doctor", DoctorCommand.class),
            Map.entry("config", ConfigCommand.class),
            Map.entry("import", ImportCommand.class),
            Map.entry("completion", CompletionCommand.class),
            Map.entry("man", ManCommand.class));

    /** Those that tell of all the others. */
    private static final Set<String> OF_ALL = Set.of("completion", "man");

    private Commands() {}

    /** Reads command lines of all commands. */
    static CommandLine all(Main main) {
        var line = new CommandLine(main);
        ALL.forEach(each -> line.addSubcommand(each.getKey(), each.getValue()));
        return line;
    }

    /**
     * Reads this command line. Where it begins with a command's name, that command alone is described to picocli, which takes as long for
     * each as a small command does for all its work.
     */
    static CommandLine of(Words words, Main main) {
        for (var each : ALL) {
            if (each.getKey().equals(words.command()) && !OF_ALL.contains(each.getKey())) {
                return new CommandLine(main).addSubcommand(each.getKey(), each.getValue());
            }
        }
        return all(main);
    }
}
