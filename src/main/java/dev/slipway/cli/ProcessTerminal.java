package dev.slipway.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The streams of this process. */
final class ProcessTerminal implements Terminal {
    private static final int DEFAULT_COLUMNS = 80;

    private final PrintStream out;
    private final PrintStream err;
    private final Style style;

    private ProcessTerminal(PrintStream out, PrintStream err, Style style) {
        this.out = out;
        this.err = err;
        this.style = style;
    }

    /**
     * Those that the process was started with.
     *
     * <p>The platform's own streams would print {@code ?} for whatever the locale's encoding lacks. In the POSIX locale, whose
     * encoding is ASCII, names and paths go out as UTF-8 instead, as Git's do; only our own signs fall back.
     */
    static ProcessTerminal ofThisProcess(Map<String, String> environment) {
        var locale = Charset.forName(System.getProperty("stdout.encoding", "UTF-8"), StandardCharsets.UTF_8);
        var encoding = locale.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : locale;
        var interactive =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return new ProcessTerminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, encoding),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, encoding),
                style(environment, interactive, locale));
    }

    static Style style(Map<String, String> environment, boolean interactive, Charset locale) {
        // https://no-color.org: present and not empty, whatever its value.
        var colour = interactive
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        var columns = interactive ? Optional.of(columns(environment)) : Optional.<Integer>empty();
        return new Style(columns, colour, locale.newEncoder().canEncode('✔'));
    }

    @Override
    public void out(String line) {
        out.println(line);
    }

    @Override
    public void err(String line) {
        err.println(line);
    }

    @Override
    public Style style() {
        return style;
    }

    private static int columns(Map<String, String> environment) {
        try {
            var columns = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
            return columns > 0 ? columns : DEFAULT_COLUMNS;
        } catch (NumberFormatException e) {
            return DEFAULT_COLUMNS; // Shells rarely export it; a wrong one is no reason to say nothing.
        }
    }
}
