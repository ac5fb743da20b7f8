package dev.slipway.history;

import dev.slipway.deploy.Time;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Reads a file that another process may still be writing to, whole lines at a time. */
final class Tail {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final int CHUNK = 8192;

    private final Consumer<String> reader;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private Tail(Consumer<String> reader) {
        this.reader = reader;
    }

    static void follow(Path file, Consumer<String> reader, BooleanSupplier finished, Time time)
            throws IOException, InterruptedException {
        while (!Files.exists(file) && !finished.getAsBoolean()) {
            time.sleep(BETWEEN_LOOKS);
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        try (var in = new FileInputStream(file.toFile())) {
            new Tail(reader).follow(in, finished, time);
        }
    }

    private void follow(InputStream in, BooleanSupplier finished, Time time) throws IOException, InterruptedException {
        while (true) {
            // Asked before reading: what was written before the end is then surely read.
            var last = finished.getAsBoolean();
            drain(in);
            if (last) {
                if (line.size() > 0) {
                    emit();
                }
                return;
            }
            time.sleep(BETWEEN_LOOKS);
        }
    }

    /** Reads up to the present end of the file; a line that has no end yet waits for it. */
    private void drain(InputStream in) throws IOException {
        var chunk = new byte[CHUNK];
        for (var count = in.read(chunk); count > 0; count = in.read(chunk)) {
            for (var i = 0; i < count; i++) {
                if (chunk[i] == '\n') {
                    emit();
                } else {
                    line.write(chunk[i]);
                }
            }
        }
    }

    private void emit() {
        reader.accept(line.toString(StandardCharsets.UTF_8));
        line.reset();
    }
}
