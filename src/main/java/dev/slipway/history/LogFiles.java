package dev.slipway.history;

import dev.slipway.deploy.Progress;
import dev.slipway.deploy.Time;
import dev.slipway.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs of deployments, a file each: {@code ID.log}, every line with its local time, none with a known secret or a control
 * character in it. The newest {@value #KEPT} are kept. Safe for threads; another process may read while one is written.
 */
public final class LogFiles implements Progress.Logs {
    /** Logs kept when a new one is opened, that one not counted. */
    static final int KEPT = 500;

    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);
    private static final Pattern NAME = Pattern.compile("([0-9]{1,18})\\.log");

    private final Path folder;
    private final Supplier<? extends Collection<Secret>> secrets;
    private final Time time;
    private final Consumer<String> warn;
    private String told = "";

    /**
     * Touches no disk yet.
     *
     * @param secrets asked for each time a log is opened, since the configuration may have been read anew
     */
    public LogFiles(Path folder, Supplier<? extends Collection<Secret>> secrets, Time time) {
        this(folder, secrets, time, LOG::warn);
    }

    LogFiles(Path folder, Supplier<? extends Collection<Secret>> secrets, Time time, Consumer<String> warn) {
        this.folder = folder;
        this.secrets = secrets;
        this.time = time;
        this.warn = warn;
    }

    /** Where a deployment's log is, or would be. */
    public Path file(long deployment) {
        return folder.resolve(deployment + ".log");
    }

    @Override
    public Progress open(long deployment) {
        var clean = new CleanText(secrets.get());
        try {
            Files.createDirectories(folder);
            keepNewest(KEPT);
            return new LogFile(file(deployment), clean, time, LogFile.LIMIT, this::warnOnce);
        } catch (IOException e) {
            warnOnce("deployment " + deployment + " goes on without a log, since " + folder + " cannot be written: "
                    + words(e));
            return new NoLog();
        }
    }

    /** A deployment that cannot be finished opens its log anew at each poll. */
    private synchronized void warnOnce(String words) {
        if (!words.equals(told)) {
            told = words;
            warn.accept(words);
        }
    }

    /** Removes all logs but those of the {@code count} highest ids, and nothing else from the folder. */
    void keepNewest(int count) throws IOException {
        try (var files = Files.list(folder)) {
            var old = files.filter(file -> idOf(file) >= 0)
                    .sorted(Comparator.comparingLong(LogFiles::idOf).reversed())
                    .skip(count)
                    .toList();
            for (var file : old) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** -1 for a file that is no log. */
    private static long idOf(Path file) {
        var matcher = NAME.matcher(file.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    /** With the kind of exception, since the message of many is nothing but the path. */
    static String words(IOException e) {
        return e.getClass().getSimpleName() + ", " + e.getMessage();
    }

    /** Stands in for a log that could not be opened, which was said once. */
    private static final class NoLog implements Progress {
        @Override
        public void line(String text) {
            // As the port promises: one warning, and then silent.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
