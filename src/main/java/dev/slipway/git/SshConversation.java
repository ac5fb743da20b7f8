package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.SshSpec;
import dev.slipway.ssh.HostKeys;
import dev.slipway.ssh.SshKey;
import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSession;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;

/**
 * The SSH sessions of one errand: with the one key that is configured and the hosts of the one file that is, whatever the user's own
 * {@code ~/.ssh} and agent have. It can be cut short from any thread, and remembers what went wrong first.
 */
final class SshConversation extends SshSessionFactory implements AutoCloseable {
    /** Where nothing is, so that nothing is read there. */
    private static final File NOWHERE = new File("/dev/null/none");

    private final SshSpec ssh;
    private final SshdSessionFactory sessions;
    private volatile Optional<HostKeys> hosts = Optional.empty();
    private volatile Optional<DeployException> refusal = Optional.empty();
    private volatile Optional<IOException> failure = Optional.empty();
    private volatile Optional<Future<?>> connecting = Optional.empty();
    private volatile boolean brokenOff;
    private volatile boolean isCut;
    private Optional<KeyPair> key = Optional.empty();

    SshConversation(SshSpec ssh) {
        this.ssh = ssh;
        this.sessions = new SshdSessionFactoryBuilder()
                .setHomeDirectory(NOWHERE)
                .setSshDirectory(NOWHERE)
                .setConfigStoreFactory((home, file, user) -> null)
                .setDefaultKeysProvider(
                        folder -> key.<Iterable<KeyPair>>map(List::of).orElse(List.of()))
                .setServerKeyDatabase((home, folder) -> new KnownServer(hosts.orElseThrow()))
                .setPreferredAuthentications("publickey")
                .setConnectorFactory(null)
                .setProxyDataFactory(address -> null)
                .build(null);
    }

    /** What this side refused: the server's key, or its own. */
    Optional<DeployException> refusal() {
        return refusal.or(() -> hosts.flatMap(HostKeys::refusal));
    }

    /** Why there is no session. */
    Optional<IOException> failure() {
        return failure;
    }

    boolean isInTrouble() {
        return brokenOff || failure.isPresent() || refusal().isPresent();
    }

    /** Whether the other side has hung up, as one does that refuses, and so does a connection that breaks. */
    boolean isBrokenOff() {
        return brokenOff;
    }

    @Override
    public RemoteSession2 getSession(URIish server, CredentialsProvider unused, FS fs, int timeout)
            throws TransportException {
        return session(server, fs, timeout);
    }

    /** One for a command that is not Git's own. */
    RemoteSession2 session(URIish server) throws TransportException {
        return session(server, FS.DETECTED, 0);
    }

    private RemoteSession2 session(URIish server, FS fs, int timeout) throws TransportException {
        if (key.isEmpty()) {
            try {
                key = Optional.of(SshKey.read(ssh, DeployKey.MAKING));
            } catch (DeployException e) {
                refusal = Optional.of(e);
                throw new TransportException(e.getMessage(), e);
            }
        }
        if (hosts.isEmpty()) {
            hosts = Optional.of(new HostKeys(ssh.knownHostsFile(), server.getHost(), server.getPort()));
        }
        try {
            return new Watched(connected(server, fs, timeout));
        } catch (TransportException e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    /** On a thread of its own, since nothing but an interrupt ends the wait for a server that does not say who it is. */
    private SshdSession connected(URIish server, FS fs, int timeout) throws TransportException {
        var attempt = new FutureTask<>(() -> sessions.getSession(server, null, fs, timeout));
        connecting = Optional.of(attempt);
        if (isCut) {
            throw new TransportException(server, "cut short");
        }
        Thread.ofVirtual().name("ssh").start(attempt);
        try {
            return attempt.get();
        } catch (InterruptedException e) {
            attempt.cancel(true);
            Thread.currentThread().interrupt();
            throw new TransportException(server, "interrupted", e);
        } catch (CancellationException e) {
            throw new TransportException(server, "cut short", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TransportException trouble
                    ? trouble
                    : new TransportException(server, String.valueOf(e.getCause()), e.getCause());
        }
    }

    @Override
    public String getType() {
        return "slipway";
    }

    /** Ends every session, also one that is only being made. */
    void cut() {
        isCut = true;
        connecting.ifPresent(attempt -> attempt.cancel(true));
        sessions.close();
    }

    @Override
    public void close() {
        sessions.close();
    }

    /** A session of whose commands the end is noticed. */
    private final class Watched implements RemoteSession2 {
        private final SshdSession session;

        Watched(SshdSession session) {
            this.session = session;
        }

        @Override
        public Process exec(String command, int timeout) throws IOException {
            return new WatchedProcess(session.exec(command, timeout));
        }

        @Override
        public Process exec(String command, Map<String, String> environment, int timeout) throws IOException {
            return new WatchedProcess(session.exec(command, environment, timeout));
        }

        @Override
        public void disconnect() {
            session.disconnect();
        }
    }

    /** A command on the server. JGit never reads up to the end of what it says, unless the end comes too early. */
    private final class WatchedProcess extends Process {
        private final Process process;

        WatchedProcess(Process process) {
            this.process = process;
        }

        @Override
        public InputStream getInputStream() {
            return new FilterInputStream(process.getInputStream()) {
                @Override
                public int read() throws IOException {
                    var one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    try {
                        int count = in.read(into, offset, length);
                        brokenOff |= count < 0;
                        return count;
                    } catch (InterruptedIOException e) {
                        // MINA takes the mark away, by which an errand knows that it was not the server.
                        Thread.currentThread().interrupt();
                        throw e;
                    } catch (IOException e) {
                        brokenOff = true;
                        throw e;
                    }
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return process.getOutputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return process.getErrorStream();
        }

        @Override
        public int waitFor() throws InterruptedException {
            return process.waitFor();
        }

        @Override
        public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
            return process.waitFor(timeout, unit);
        }

        @Override
        public int exitValue() {
            return process.exitValue();
        }

        @Override
        public void destroy() {
            process.destroy();
        }
    }
}
