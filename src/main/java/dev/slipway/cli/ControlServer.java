package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.Blame;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's end of the control socket: runs the commands of clients on the agent's own session. A client that goes away, or
 * listens no more, stops nothing and holds nothing up. Only the agent's user and root are served.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    /** What a socket's address can hold on Linux, with its terminating NUL: {@code sun_path} in unix(7). */
    private static final int LONGEST_PATH_BYTES = 107;

    private static final int MOST_CLIENTS = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Semaphore places = new Semaphore(MOST_CLIENTS);
    private final ServerSocketChannel server;
    private final Path socket;
    private final Context context;
    private final Duration patience;

    /**
     * Listens; a socket that an agent left behind is replaced, so the caller must hold the lock of {@code data_dir}.
     *
     * @throws DeployException YOURS if {@code data_dir} is too long for a socket in it; HOST if it cannot listen there
     */
    public ControlServer(Path socket, Session session, Backend backend, Time time, Map<String, String> environment)
            throws DeployException {
        this(socket, context(session, backend, time, environment), PATIENCE);
    }

    /**
     * As above.
     *
     * @param patience how long a client may take to say what it wants, and to take in a line
     */
    ControlServer(Path socket, Context context, Duration patience) throws DeployException {
        this.socket = socket;
        this.context = context;
        this.patience = patience;
        requireShort(socket);
        try {
            removeStale(socket);
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "cannot listen at " + socket + ": " + e.getMessage(),
                    "data_dir must be on a file system that can hold sockets, which network shares often cannot",
                    e);
        }
        Thread.ofVirtual().name("control").start(this::accept);
    }

    static Context context(Session session, Backend backend, Time time, Map<String, String> environment) {
        return new Context(new NoTerminal(), backend, time, environment, Optional.of(session));
    }

    private static void requireShort(Path socket) throws DeployException {
        var bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_PATH_BYTES) {
            throw new DeployException(
                    Blame.YOURS,
                    "data_dir is too long: " + socket + " has " + bytes + " bytes, a socket's path may have "
                            + LONGEST_PATH_BYTES,
                    "choose a data_dir that is " + (bytes - LONGEST_PATH_BYTES) + " bytes shorter, or more");
        }
    }

    /** Whoever holds the lock of the folder knows that nobody listens there; anything but a socket is left alone. */
    private static void removeStale(Path socket) throws IOException {
        if (Files.isRegularFile(socket, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(socket)) {
            throw new IOException("something that is not a socket is in its place");
        }
        Files.deleteIfExists(socket);
    }

    /** How many are being served. */
    int clients() {
        return MOST_CLIENTS - places.availablePermits();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                var client = server.accept();
                Thread.ofVirtual().name("control-client").start(() -> serve(client));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("the control socket failed; commands will say that no agent listens: {}", e.toString());
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        var admitted = places.tryAcquire();
        try (client) {
            var connection = new ControlConnection(client, context, patience);
            if (!admitted) {
                connection.refuse("the agent is busy with " + MOST_CLIENTS + " other commands", ExitCode.BUSY);
            } else if (!ControlConnection.isOfOwner(client, socket)) {
                connection.refuse("only the agent's user may command it", ExitCode.DOCKER);
            } else {
                connection.serve();
            }
        } catch (IOException e) {
            // The client went away; what it asked for goes on, and is in the history.
            LOG.debug("a control client went away: {}", e.toString());
        } finally {
            if (admitted) {
                places.release();
            }
        }
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
