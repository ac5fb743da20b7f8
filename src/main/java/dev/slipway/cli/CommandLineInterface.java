package dev.slipway.cli;

import dev.slipway.deploy.Time;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine;

/** Slipway's command line: arguments in, words and an exit code out. */
public final class CommandLineInterface {
    private final Context context;

    /** On the streams of this process. */
    public CommandLineInterface(Map<String, String> environment, Backend backend, Time time) {
        context = new Context(ProcessTerminal.ofThisProcess(environment), backend, time, environment, Optional.empty());
    }

    /**
     * Has a running agent carry the command out, where that takes no more than to ask it.
     *
     * @return its exit code; empty if it is still to be {@linkplain #run run}
     */
    public Optional<Integer> askAgent(String[] arguments) {
        return Shortcut.call(context, List.of(arguments));
    }

    /** Runs one command; returns its exit code. */
    public int run(String[] arguments) {
        var words = Words.of(List.of(arguments));
        // What stays for months does without what has read its command line.
        return words.isOnly("agent") ? runAgent(words) : run(context, List.of(arguments));
    }

    private int runAgent(Words words) {
        try {
            return AgentCommand.run(context, words.config());
        } catch (RuntimeException e) {
            return fault(context.terminal(), e);
        }
    }

    private static int fault(Terminal terminal, Exception e) {
        terminal.err("slipway: a fault of its own: " + e);
        for (var frame : e.getStackTrace()) {
            terminal.err("    at " + frame);
        }
        return ExitCode.FAULT.number();
    }

    /** The version of this jar. */
    public static String version() {
        return Version.number();
    }

    /** The names of the commands. */
    static Set<String> commands() {
        return Commands.all(new Main()).getSubcommands().keySet();
    }

    static int run(Context context, List<String> arguments) {
        var terminal = context.terminal();
        var line = Commands.of(Words.of(arguments), Main.with(context, arguments))
                .setOut(writer(terminal::out))
                .setErr(writer(terminal::err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.style().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(
                        (e, ignored) -> UsageText.tell(e, terminal).number())
                .setExecutionExceptionHandler((e, ignored, result) ->
                        e instanceof InterruptedException ? ExitCode.INTERRUPTED.number() : fault(terminal, e));
        if (arguments.isEmpty()) {
            line.usage(line.getErr());
            return ExitCode.USAGE.number();
        }
        return line.execute(arguments.toArray(String[]::new));
    }

    private static PrintWriter writer(Consumer<String> lines) {
        return new PrintWriter(new LineWriter(lines), true);
    }

    /** Hands over whole lines. */
    private static final class LineWriter extends Writer {
        private final Consumer<String> lines;
        private final StringBuilder begun = new StringBuilder();

        LineWriter(Consumer<String> lines) {
            this.lines = lines;
        }

        @Override
        public void write(char[] text, int offset, int length) {
            begun.append(text, offset, length);
            for (var end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n")) {
                lines.accept(begun.substring(0, end));
                begun.delete(0, end + 1);
            }
        }

        @Override
        public void flush() {
            // A line that has no end yet waits for it.
        }

        @Override
        public void close() {
            if (!begun.isEmpty()) {
                lines.accept(begun.toString());
            }
        }
    }
}
