package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page, in the macros of man(7), made of what the commands say of themselves. */
final class ManualPage {
    private static final String FOOT = """
            .SH FILES
            .TP
            .I /etc/slipway/slipway.yaml
            The configuration, unless
            .BR \\-\\-config ,
            .I $SLIPWAY_CONFIG
            or
            .I ./config/slipway.yaml
            comes first.
            .TP
            .I /var/lib/slipway
            History, clones and logs, unless the configuration has another
            .BR data_dir .
            .SH ENVIRONMENT
            .TP
            .B SLIPWAY_CONFIG
            The configuration.
            .TP
            .B DOCKER_HOST
            Docker's socket, unless the configuration has another.
            .TP
            .B NO_COLOR
            No colours, if it is set and not empty.
            .TP
            .B SLIPWAY_JAVA_OPTS
            More flags for the JVM.
            .SH EXIT STATUS
            0 done, or nothing to do; 1 a fault of Slipway's own; 2 usage or configuration; 3 the answer is no; 4 Git; 5 Docker or this
            machine; 6 the build failed; 7 the new container was not well, and the old one was put back; 8 a person is needed;
            9 another process holds
            .BR data_dir ;
            130 interrupted.
            .SH SEE ALSO
            .BR docker (1),
            .BR git (1),
            .BR systemctl (1)
            """;

    private final List<String> lines = new ArrayList<>();

    private ManualPage() {}

    /** The page, for all that the root command knows. */
    static String of(CommandSpec root) {
        var page = new ManualPage();
        page.lines.add(".TH SLIPWAY 1 \"\" \"slipway " + Version.number() + "\" \"Slipway\"");
        page.lines.add(".SH NAME");
        page.lines.add("slipway \\- watches Git branches and deploys what they have, or keeps what runs");
        page.lines.add(".SH SYNOPSIS");
        page.lines.add(".B slipway");
        page.lines.add(".RI [ OPTION ]... \" COMMAND\" \" \" [ ARGUMENT ]...");
        page.lines.add(".SH DESCRIPTION");
        page.text(
                "Builds exactly the commit that it saw, replaces the container only when the new one proves well, puts the"
                        + " old one back when it does not, and says in one line why. Data goes to standard output, progress and"
                        + " messages to standard error.");
        page.lines.add(".SH OPTIONS");
        root.options().forEach(page::option);
        page.lines.add(".SH COMMANDS");
        page.commands(root, "");
        return String.join("\n", page.lines) + "\n" + FOOT.stripTrailing();
    }

    private void commands(CommandSpec spec, String before) {
        for (var entry : spec.subcommands().entrySet()) {
            var command = entry.getValue().getCommandSpec();
            var name = before + entry.getKey();
            lines.add(".SS " + escaped(name + synopsis(command)));
            text(String.join(" ", command.usageMessage().description()));
            command.options().stream()
                    .filter(option -> !option.inherited() && !isStandard(option))
                    .forEach(this::option);
            commands(command, name + " ");
        }
    }

    private static String synopsis(CommandSpec command) {
        var words = new StringBuilder();
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            var optional = parameter.arity().min() == 0;
            var many = parameter.arity().max() > 1 ? "..." : "";
            words.append(' ')
                    .append(optional ? "[" : "")
                    .append(parameter.paramLabel())
                    .append(optional ? "]" : "")
                    .append(many);
        }
        return words.toString();
    }

    private static boolean isStandard(OptionSpec option) {
        return option.usageHelp() || option.versionHelp();
    }

    private void option(OptionSpec option) {
        lines.add(".TP");
        var label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        lines.add(".B " + escaped(String.join(", ", option.names()) + label));
        var description = String.join(" ", option.description());
        text(description.isEmpty() ? "as JSON, for scripts" : description);
    }

    private void text(String text) {
        lines.add(escaped(text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1)));
    }

    /** A backslash begins a request of roff's, a dot or a quote at the beginning of a line too; a hyphen is typed as it is shown. */
    private static String escaped(String text) {
        var safe = text.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
