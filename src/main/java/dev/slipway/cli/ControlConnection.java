package dev.slipway.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client of the agent: reads its one request, and tells it what comes of it. */
final class ControlConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);

    private final SocketChannel client;
    private final OutputStream out;
    private final Context context;
    private final Patience patience;

    ControlConnection(SocketChannel client, Context context, Duration patience) {
        this.client = client;
        this.out = Channels.newOutputStream(client);
        this.context = context;
        this.patience = new Patience(
                client, context.time(), patience, Thread.ofVirtual().name("control-patience"));
    }

    /**
     * Whether the other end's user owns the socket, or is root. Its mode says the same, but not in the moment between its
     * creation and the change of its mode.
     */
    static boolean isOfOwner(SocketChannel client, Path socket) throws IOException {
        var user = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        return user.equals("root") || user.equals(Files.getOwner(socket).getName());
    }

    void refuse(String why, ExitCode code) throws IOException {
        send(ControlProtocol.frame("err", "slipway: " + why));
        send(ControlProtocol.exit(code.number()));
    }

    void serve() throws IOException {
        String line;
        try (var ignored = patience.begin()) {
            line = firstLine();
        }
        send(ControlProtocol.frame("version", Version.number()));
        var call = ControlProtocol.parse(line);
        if (call.isEmpty()) {
            refuse("not a request of Slipway's", ExitCode.USAGE);
            return;
        }
        var hearer = Thread.currentThread();
        var listener = Thread.ofVirtual().name("control-listener").start(() -> interruptWhenGone(hearer));
        try {
            var terminal = new RemoteTerminal(call.get().style());
            var code = CommandLineInterface.run(
                    new Context(terminal, context.backend(), context.time(), context.environment(), context.agent()),
                    call.get().arguments());
            send(ControlProtocol.exit(code));
        } finally {
            listener.interrupt();
        }
    }

    /** A client says nothing more, so whatever ends the wait for it is its end; a command that only shows things stops. */
    private void interruptWhenGone(Thread hearer) {
        try {
            var read = client.read(ByteBuffer.allocate(1));
            LOG.debug("a control client ended its call ({})", read);
        } catch (IOException e) {
            LOG.debug("a control client went away: {}", e.toString());
        }
        hearer.interrupt();
    }

    private String firstLine() throws IOException {
        var reader = ControlProtocol.reader(client);
        var line = new StringBuilder();
        for (var c = reader.read(); c >= 0 && c != '\n'; c = reader.read()) {
            line.append((char) c);
            if (line.length() > ControlProtocol.LONGEST_REQUEST) {
                return "";
            }
        }
        return line.toString();
    }

    private void send(byte[] frame) throws IOException {
        try (var ignored = patience.begin()) {
            out.write(frame);
        }
    }

    private final class RemoteTerminal implements Terminal {
        private final Style style;

        RemoteTerminal(Style style) {
            this.style = style;
        }

        @Override
        public void out(String line) {
            tell("out", line);
        }

        @Override
        public void err(String line) {
            tell("err", line);
        }

        private void tell(String stream, String line) {
            try {
                send(ControlProtocol.frame(stream, line));
            } catch (IOException e) {
                // Nobody listens any more; the listener interrupts the command if it only waits.
                LOG.debug("a control client went away: {}", e.toString());
            }
        }

        @Override
        public Style style() {
            return style;
        }
    }
}
