package dev.slipway.ssh;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.SshSpec;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account on another machine, on which commands are run: one connection, made when the first is, and again when it is lost; a
 * further one where the server takes no more commands over the first. It goes by the key and the known hosts of its settings,
 * whatever the user's own {@code ~/.ssh} and agent have.
 */
public final class SshHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SshHost.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int DEFAULT_PORT = 22;

    private final String user;
    private final String host;
    private final int port;
    private final SshSpec ssh;
    private final ReentrantLock connecting = new ReentrantLock();
    private final List<ClientSession> sessions = new ArrayList<>();
    private Optional<SshClient> client = Optional.empty();

    /**
     * Connects to nobody yet.
     *
     * @param port empty for the usual one
     */
    public SshHost(String user, String host, Optional<Integer> port, SshSpec ssh) {
        this.user = user;
        this.host = host;
        this.port = port.orElse(DEFAULT_PORT);
        this.ssh = ssh;
    }

    /**
     * Begins a command there.
     *
     * @throws IOException if nobody answers, or does not let us in; a {@link RefusedException} says why in words where it is one side
     *     or the other that refuses
     */
    public SshCommand begin(String command) throws IOException {
        lock();
        try {
            sessions.removeIf(session -> !session.isOpen());
            for (var session : sessions) {
                try {
                    return SshCommand.begin(session, command, CONNECT);
                } catch (SshCommand.FullException e) {
                    LOG.debug("{} takes no more over this connection, as servers do that have ten or so", host, e);
                }
            }
            var session = connect();
            sessions.add(session);
            return SshCommand.begin(session, command, CONNECT);
        } finally {
            connecting.unlock();
        }
    }

    private void lock() throws InterruptedIOException {
        try {
            connecting.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private ClientSession connect() throws IOException {
        JdkEd25519.install();
        var known = new HostKeys(ssh.knownHostsFile(), host, port);
        var key = key();
        var session = started(known).connect(user, host, port).verify(CONNECT).getSession();
        try {
            session.addPublicKeyIdentity(key);
            session.auth().verify(CONNECT);
            return session;
        } catch (IOException e) {
            close(session);
            var refusal = known.refusal();
            throw refusal.isPresent() ? RefusedException.of(refusal.get(), e) : loginRefused(e);
        }
    }

    private KeyPair key() throws IOException {
        try {
            return SshKey.read(
                    ssh,
                    "make one: ssh-keygen -t ed25519 -N '' -f " + ssh.keyFile()
                            + ", and append its .pub to ~/.ssh/authorized_keys of " + user + " on " + host);
        } catch (DeployException e) {
            throw RefusedException.of(e, e);
        }
    }

    /** Its threads end with it; the keys that are believed may be others by the next connection. */
    private SshClient started(HostKeys known) {
        if (client.isEmpty()) {
            var fresh = SshClient.setUpDefaultClient();
            fresh.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
            fresh.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
            fresh.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
            fresh.setAgentFactory(null);
            CoreModuleProperties.HEARTBEAT_INTERVAL.set(fresh, HEARTBEAT);
            CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(fresh, 2);
            CoreModuleProperties.IDLE_TIMEOUT.set(fresh, Duration.ZERO);
            fresh.start();
            client = Optional.of(fresh);
        }
        var started = client.get();
        started.setServerKeyVerifier((session, address, seen) -> known.accepts(seen));
        started.setSignatureFactories(knownFirst(started.getSignatureFactories(), known.believed()));
        return started;
    }

    /** A server shows the key of the first kind that both have: it is to be one that is known. */
    private static List<NamedFactory<Signature>> knownFirst(List<NamedFactory<Signature>> all, List<PublicKey> known) {
        Set<String> types = known.stream().map(KeyUtils::getKeyType).collect(Collectors.toSet());
        return all.stream()
                .sorted(Comparator.comparing(
                        factory -> !types.contains(KeyUtils.getCanonicalKeyType(factory.getName()))))
                .toList();
    }

    private IOException loginRefused(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SshException known
                    && known.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
                return new RefusedException(
                        user + "@" + host + " refused the SSH key " + ssh.keyFile(),
                        "append its public half, which ssh-keygen -y -f " + ssh.keyFile()
                                + " prints, to ~/.ssh/authorized_keys of " + user + " on " + host,
                        e);
            }
        }
        return e;
    }

    @Override
    public void close() {
        connecting.lock();
        try {
            sessions.forEach(SshHost::close);
            sessions.clear();
            client.ifPresent(SshClient::stop);
            client = Optional.empty();
        } finally {
            connecting.unlock();
        }
    }

    private static void close(Closeable session) {
        try {
            session.close();
        } catch (IOException ignored) {
            // Nobody waits for it any more.
        }
    }

    /** One of the two sides says no, and in words why. */
    public static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final String next;

        RefusedException(String what, String next, Throwable cause) {
            super(what, cause);
            this.next = next;
        }

        static RefusedException of(DeployException refusal, Throwable cause) {
            return new RefusedException(
                    refusal.failure().what(), refusal.failure().next(), cause);
        }

        /** What to do about it. */
        public String next() {
            return next;
        }
    }
}
