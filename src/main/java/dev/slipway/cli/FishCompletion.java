package dev.slipway.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish, as its {@code complete} builtin takes it: https://fishshell.com/docs/current/completions.html. */
final class FishCompletion {
    private final List<String> lines = new ArrayList<>();

    private FishCompletion() {}

    /** The script, for all that the root command knows. */
    static String of(CommandSpec root) {
        var completion = new FishCompletion();
        completion.lines.add("complete -c slipway -f");
        completion.command(root, List.of());
        return String.join("\n", completion.lines);
    }

    private void command(CommandSpec spec, List<String> path) {
        var here = condition(path, new LinkedHashSet<>(spec.subcommands().keySet()));
        for (var entry : spec.subcommands().entrySet()) {
            lines.add("complete -c slipway -n '" + here + "' -a " + entry.getKey() + " -d "
                    + quoted(description(entry.getValue())));
        }
        for (var option : spec.options()) {
            lines.add("complete -c slipway -n '" + condition(path, List.of()) + "'" + names(option) + argument(option)
                    + " -d " + quoted(String.join(" ", option.description())));
        }
        for (var entry : spec.subcommands().entrySet()) {
            var deeper = new ArrayList<>(path);
            deeper.add(entry.getKey());
            command(entry.getValue().getCommandSpec(), deeper);
        }
    }

    /** That the words of the path stand in the line, and none of those that would lead on. */
    private static String condition(List<String> path, Iterable<String> onwards) {
        var condition = new StringBuilder();
        for (var word : path) {
            condition
                    .append(condition.isEmpty() ? "" : "; and ")
                    .append("__fish_seen_subcommand_from ")
                    .append(word);
        }
        var next = String.join(" ", onwards);
        if (path.isEmpty()) {
            return next.isEmpty() ? "true" : "__fish_use_subcommand";
        }
        return next.isEmpty() ? condition.toString() : condition + "; and not __fish_seen_subcommand_from " + next;
    }

    private static String names(OptionSpec option) {
        var names = new StringBuilder();
        for (var name : option.names()) {
            names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        return names.toString();
    }

    private static String argument(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        var type = option.typeInfo().isOptional()
                ? option.typeInfo().getActualGenericTypeArguments().getFirst()
                : option.typeInfo().getClassName();
        return type.equals(Path.class.getName()) || type.equals(File.class.getName()) ? " -r -F" : " -x";
    }

    private static String description(CommandLine command) {
        return String.join(" ", command.getCommandSpec().usageMessage().description());
    }

    /** In fish's single quotes only a quote and a backslash mean anything. */
    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
