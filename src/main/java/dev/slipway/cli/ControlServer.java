package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.Blame;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's end of the control socket: runs the commands of clients on the agent's own session. A client that goes away stops
 * nothing. Only the agent's user may connect: the socket has mode 0600, in a folder that is its own.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final ServerSocketChannel server;
    private final Path socket;
    private final Context context;

    /**
     * Listens; a socket that an agent left behind is replaced, so the caller must hold the lock of {@code data_dir}.
     *
     * @throws DeployException HOST if it cannot, for instance because the path is longer than a socket's may be
     */
    public ControlServer(Path socket, Session session, Backend backend, Time time, Map<String, String> environment)
            throws DeployException {
        this.socket = socket;
        this.context = new Context(new NoTerminal(), backend, time, environment, Optional.of(session));
        try {
            Files.deleteIfExists(socket);
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "cannot listen at " + socket + ": " + e.getMessage(),
                    "a socket's path may have 107 bytes: choose a shorter data_dir if this one is longer",
                    e);
        }
        Thread.ofVirtual().name("control").start(this::accept);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                var client = server.accept();
                Thread.ofVirtual().name("control-client").start(() -> serve(client));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("the control socket failed: {}", e.toString());
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            var out = Channels.newOutputStream(client);
            var call = ControlProtocol.parse(firstLine(client));
            if (call.isEmpty()) {
                out.write(ControlProtocol.frame("err", "not a request of Slipway's"));
                out.write(ControlProtocol.exit(ExitCode.USAGE.number()));
                return;
            }
            var terminal = new RemoteTerminal(out, call.get().style());
            var code = CommandLineInterface.run(
                    new Context(terminal, context.backend(), context.time(), context.environment(), context.agent()),
                    call.get().arguments());
            out.write(ControlProtocol.exit(code));
        } catch (IOException e) {
            // The client went away; what it asked for goes on, and is in the history.
            LOG.debug("a control client went away: {}", e.toString());
        }
    }

    private static String firstLine(SocketChannel client) throws IOException {
        var reader = Channels.newReader(client, StandardCharsets.UTF_8);
        var line = new StringBuilder();
        for (var c = reader.read(); c >= 0 && c != '\n'; c = reader.read()) {
            line.append((char) c);
            if (line.length() > ControlProtocol.LONGEST_REQUEST) {
                return "";
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.warn("the control socket {} could not be removed: {}", socket, e.toString());
        }
    }

    private static final class RemoteTerminal implements Terminal {
        private final OutputStream stream;
        private final Style style;

        RemoteTerminal(OutputStream stream, Style style) {
            this.stream = stream;
            this.style = style;
        }

        @Override
        public void out(String line) {
            send("out", line);
        }

        @Override
        public void err(String line) {
            send("err", line);
        }

        private void send(String name, String line) {
            try {
                stream.write(ControlProtocol.frame(name, line));
            } catch (IOException e) {
                // As above: nobody listens any more.
                LOG.debug("a control client went away: {}", e.toString());
            }
        }

        @Override
        public Style style() {
            return style;
        }
    }

    /** Commands always speak to a client. */
    private static final class NoTerminal implements Terminal {
        @Override
        public void out(String line) {
            throw new IllegalStateException("no client");
        }

        @Override
        public void err(String line) {
            throw new IllegalStateException("no client");
        }

        @Override
        public Style style() {
            return Style.PLAIN;
        }
    }
}
