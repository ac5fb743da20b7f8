package dev.slipway.docker;

import dev.slipway.deploy.Source.BuildContext;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Optional;

/**
 * A build context as a stream to read from, written by a thread of its own meanwhile: neither on disk nor in memory is there
 * ever more of it than {@link #BUFFER}. A context that cannot be written to its end fails the reader too, who would otherwise
 * build from half of the files.
 */
final class ContextStream extends FilterInputStream {
    private static final int BUFFER = 64 * 1024;

    private final Thread writer;
    private volatile Optional<Throwable> failure = Optional.empty();

    ContextStream(BuildContext context) throws IOException {
        this(context, new PipedInputStream(BUFFER));
    }

    private ContextStream(BuildContext context, PipedInputStream pipe) throws IOException {
        super(pipe);
        var end = new PipedOutputStream(pipe);
        this.writer = Thread.ofVirtual().name("docker-build-context").start(() -> write(context, end));
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        var count = super.read(into, offset, length);
        if (count < 0) {
            var why = failure;
            if (why.isPresent()) {
                throw new ContextException(why.get());
            }
        }
        return count;
    }

    /** Also ends the writer, if it is still at it. */
    @Override
    public void close() throws IOException {
        super.close();
        writer.interrupt();
    }

    /** Why the context could not be written; empty as long as it could. */
    Optional<Throwable> failure() {
        return failure;
    }

    private void write(BuildContext context, PipedOutputStream end) {
        try (end) {
            OutputStream tar = new BufferedOutputStream(end, BUFFER);
            try {
                context.writeTo(tar);
                tar.flush();
            } catch (IOException | RuntimeException | Error e) {
                failure = Optional.of(e); // before the pipe is closed, so that the reader meets it at the end
            }
        } catch (IOException e) {
            failure = failure.or(() -> Optional.of(e));
        }
    }

    /** The context could not be read to its end. */
    static final class ContextException extends IOException {
        private static final long serialVersionUID = 1L;

        ContextException(Throwable cause) {
            super("the build context could not be read to its end: " + cause.getMessage(), cause);
        }
    }
}
