package dev.slipway.history;

import dev.slipway.deploy.Progress;
import dev.slipway.deploy.Time;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * One log, each line handed to the operating system at once, so that it outlives this process. Beyond its limit only the last
 * lines are kept, and written when it is closed: what a failed build says last matters most.
 */
final class LogFile implements Progress {
    /** Bytes. */
    static final long LIMIT = 10L * 1024 * 1024;

    static final int LAST_LINES = 200;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss ");

    private final Path file;
    private final CleanText clean;
    private final Time time;
    private final long limit;
    private final Consumer<String> warn;
    private final OutputStream out;
    private final Deque<String> last = new ArrayDeque<>();
    private long size;
    private long skipped;
    private boolean closed;

    /** @param warn takes why it ends early, if it does */
    LogFile(Path file, CleanText clean, Time time, long limit, Consumer<String> warn) throws IOException {
        this.file = file;
        this.clean = clean;
        this.time = time;
        this.limit = limit;
        this.warn = warn;
        var torn = endsWithinALine(file);
        // Not a channel: an interrupt, by which a deployment is cancelled, would close it.
        this.out = new FileOutputStream(file.toFile(), true);
        this.size = Files.size(file);
        if (torn) {
            write("\n");
        }
    }

    /** As a process leaves it that was killed while it wrote. */
    private static boolean endsWithinALine(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        try (var reading = new RandomAccessFile(file.toFile(), "r")) {
            reading.seek(reading.length() - 1);
            return reading.read() != '\n';
        }
    }

    @Override
    public synchronized void line(String text) {
        if (closed) {
            return;
        }
        try {
            var now = TIME.format(time.now().atZone(time.zone()));
            for (var line : clean.lines(text)) {
                append(now + line + "\n");
            }
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private void append(String line) throws IOException {
        if (size < limit) {
            write(line);
            if (size >= limit) {
                write("(cut here, at " + limit + " bytes; the last " + LAST_LINES
                        + " lines follow when it is closed)\n");
            }
            return;
        }
        last.addLast(line);
        if (last.size() > LAST_LINES) {
            last.removeFirst();
            skipped++;
        }
    }

    private void write(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        size += bytes.length;
    }

    private void giveUp(IOException e) {
        closed = true;
        warn.accept("the log " + file + " ends early, since it cannot be written: " + LogFiles.words(e));
        try {
            out.close();
        } catch (IOException ignored) {
            // The first failure was told.
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        try {
            if (skipped > 0) {
                write("(" + skipped + " lines left out)\n");
            }
            for (var line : last) {
                write(line);
            }
            out.close();
            closed = true;
        } catch (IOException e) {
            giveUp(e);
        }
    }
}
