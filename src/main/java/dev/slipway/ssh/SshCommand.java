package dev.slipway.ssh;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;

/** A command that runs on another machine: what it is told, and what it says. It is ended when it is closed. */
public final class SshCommand implements Closeable {
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final int MOST_WORDS = 4096;

    private final ChannelExec channel;
    private final ByteArrayOutputStream errors;

    private SshCommand(ChannelExec channel, ByteArrayOutputStream errors) {
        this.channel = channel;
        this.errors = errors;
    }

    static SshCommand begin(ClientSession session, String command, Duration patience) throws IOException {
        var channel = session.createExecChannel(command);
        var errors = new LastWords();
        channel.setErr(errors);
        try {
            channel.open().verify(patience);
            return new SshCommand(channel, errors);
        } catch (IOException e) {
            channel.close(true);
            throw isFull(e) ? new FullException(e) : e;
        }
    }

    private static boolean isFull(Throwable e) {
        return e instanceof SshChannelOpenException || (e.getCause() != null && isFull(e.getCause()));
    }

    /** The server takes no more commands over this connection. */
    static final class FullException extends IOException {
        private static final long serialVersionUID = 1L;

        FullException(Throwable cause) {
            super("the server takes no further command over one connection", cause);
        }
    }

    /** What it says; an {@link IOException} in its own words if it ends without having said anything. */
    public InputStream out() {
        return new Said(channel.getInvertedOut());
    }

    /** What it is told. */
    public OutputStream in() {
        return channel.getInvertedIn();
    }

    @Override
    public void close() throws IOException {
        // Not at once, or the server is not told, and goes on with it.
        var unused = channel.close(false);
    }

    private String lastWords() {
        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED, ClientChannelEvent.EXIT_STATUS), LAST_WORDS);
        var said = errors.toString(StandardCharsets.UTF_8).strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ");
        return said.isEmpty()
                ? "it ended without a word"
                        + Optional.ofNullable(channel.getExitStatus())
                                .map(status -> ", exit code " + status)
                                .orElse("")
                : said;
    }

    private final class Said extends FilterInputStream {
        private boolean any;

        Said(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = in.read(into, offset, length);
            if (count < 0 && !any) {
                throw new IOException(lastWords());
            }
            any |= count > 0;
            return count;
        }
    }

    /** Not more than a few lines, whatever a command has to complain about. */
    private static final class LastWords extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, Math.min(length, MOST_WORDS - Math.min(MOST_WORDS, size())));
        }
    }
}
