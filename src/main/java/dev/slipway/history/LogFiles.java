package dev.slipway.history;

import dev.slipway.deploy.Progress;
import dev.slipway.model.Secret;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logs of deployments, a file each: {@code ID.log}. Known secrets are blotted out before they reach the disk. */
public final class LogFiles implements Progress.Logs {
    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);
    private static final long LARGEST_CHARACTERS = 10L * 1024 * 1024;

    private final Path folder;
    private final Supplier<Collection<Secret>> secrets;

    /**
     * Writes below {@code folder}, which is made when the first log is.
     *
     * @param secrets asked anew for each log, since the configuration may have been reloaded
     */
    public LogFiles(Path folder, Supplier<Collection<Secret>> secrets) {
        this.folder = folder;
        this.secrets = secrets;
    }

    /** Where a deployment's log is, or would be. */
    public Path file(long deployment) {
        return folder.resolve(deployment + ".log");
    }

    @Override
    public Progress open(long deployment) {
        try {
            Files.createDirectories(folder);
            var writer =
                    Files.newBufferedWriter(file(deployment), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return new LogFile(writer, file(deployment), List.copyOf(secrets.get()));
        } catch (IOException e) {
            LOG.warn(
                    "the log {} cannot be written: {}; the deployment goes on without it",
                    file(deployment),
                    e.toString());
            return new NoLog();
        }
    }

    private static final class NoLog implements Progress {
        @Override
        public void line(String text) {
            // That there is none has been said.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static final class LogFile implements Progress {
        private final BufferedWriter writer;
        private final Path file;
        private final List<Secret> secrets;
        private long written;
        private boolean silent;

        LogFile(BufferedWriter writer, Path file, List<Secret> secrets) {
            this.writer = writer;
            this.file = file;
            this.secrets = secrets;
        }

        @Override
        public synchronized void line(String text) {
            if (silent) {
                return;
            }
            try {
                for (var line : text.split("\\R", -1)) {
                    write(line);
                }
                writer.flush();
            } catch (IOException e) {
                silent = true;
                LOG.warn("the log {} cannot be written any more: {}", file, e.toString());
            }
        }

        private void write(String line) throws IOException {
            if (written > LARGEST_CHARACTERS) {
                silent = true;
                writer.write("(the log is cut here: it is larger than " + LARGEST_CHARACTERS + " characters)\n");
                return;
            }
            var clean = harmless(redacted(line));
            writer.write(clean);
            writer.write('\n');
            written += clean.length() + 1;
        }

        private String redacted(String line) {
            var clean = line;
            for (var secret : secrets) {
                clean = clean.replace(secret.reveal(), "(secret)");
            }
            return clean;
        }

        /** Without the control characters by which a build could move the reader's cursor or hide a line. */
        private static String harmless(String line) {
            return line.codePoints()
                    .filter(c -> c == '\t' || !Character.isISOControl(c))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }

        @Override
        public synchronized void close() {
            silent = true;
            try {
                writer.close();
            } catch (IOException e) {
                LOG.warn("the log {} could not be closed: {}", file, e.toString());
            }
        }
    }
}
