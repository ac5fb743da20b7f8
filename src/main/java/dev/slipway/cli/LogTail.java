package dev.slipway.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads a log that may still be growing, line by line. */
public final class LogTail implements AutoCloseable {
    private static final int BUFFER_BYTES = 8192;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    /** Takes a line, which holds no control characters. */
    public interface Line {
        void take(String line) throws IOException;
    }

    public LogTail(Path path) throws IOException {
        file = FileChannel.open(path);
    }

    /** Hands over each line that has been completed since the last call. */
    public void newLines(Line lines) throws IOException {
        while (file.read(buffer.clear()) > 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    endLine(lines);
                } else {
                    begun.write(next);
                }
            }
        }
    }

    /** Hands over what is left, for a log that grows no more. */
    public void rest(Line lines) throws IOException {
        newLines(lines);
        if (begun.size() > 0) {
            endLine(lines);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void endLine(Line lines) throws IOException {
        lines.take(Wording.harmless(begun.toString(StandardCharsets.UTF_8)));
        begun.reset();
    }
}
