package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.deploy.SourceContract;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import dev.slipway.model.Secret;
import dev.slipway.model.SshSpec;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.GitRepo;
import dev.slipway.testkit.SshServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each trouble over SSH has its own words, and none lasts longer than its deadline. */
@Timeout(60)
class SshTroubleIT {
    private static final Map<String, String> FILES = Map.of("Dockerfile", "FROM scratch\n");
    private static final JGitSource.Limits SHORT =
            new JGitSource.Limits(Duration.ofMillis(1500), Duration.ofMillis(1500));

    @TempDir
    static Path shared;

    private static SshServer server;
    private static GitRepo repo;
    private static Path key;

    @TempDir
    Path folder;

    private Path knownHosts;
    private JGitSource source;

    @BeforeAll
    static void serve() {
        server = SshServer.start(shared.resolve("sshd"));
        key = SshServer.makeKey(shared.resolve("key"), "ed25519", "");
        server.admit(key);
        repo = GitRepo.create(shared.resolve("web.git"));
        repo.commit(FILES);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void prepare() throws IOException {
        knownHosts = Files.writeString(folder.resolve("known_hosts"), server.knownHost("ed25519"));
        source = new JGitSource(folder.resolve("clones"));
    }

    @Test
    void aHostThatIsNotKnownIsRefusedWithItsFingerprintAndTheLineThatAddsIt() throws Exception {
        Files.writeString(knownHosts, "github.com " + server.publicKey("ed25519") + "\n");
        var e = refused(git(server.url(repo), key));
        has(e, "the key of [127.0.0.1]:" + server.port() + " is not known", "has none for it");
        var next = e.failure().next();
        var type = e.getMessage().contains("ssh-ed25519") ? "ed25519" : "ecdsa";
        assertTrue(e.getMessage().contains(server.fingerprint(type)), e.getMessage());
        var line = next.substring(next.indexOf("echo '") + "echo '".length(), next.lastIndexOf("' >>"));
        assertEquals(server.knownHost(type).strip(), line);
        Files.writeString(knownHosts, line + "\n");
        assertEquals(new Source.Tip.At(new Commit(repo.tip())), source.tip(git(server.url(repo), key)));
    }

    @Test
    void aMissingFileOfKnownHostsIsNamedAndNotMade() throws Exception {
        Files.delete(knownHosts);
        has(refused(git(server.url(repo), key)), "is not known", "there is no file " + knownHosts);
        assertFalse(Files.exists(knownHosts));
    }

    @Fault(21)
    @Test
    void aHostKeyThatHasChangedIsRefusedWithBothFingerprints() throws Exception {
        var old = server.fingerprint("ed25519");
        var git = git(server.url(repo), key);
        assertEquals(new Source.Tip.At(new Commit(repo.tip())), source.tip(git));
        server.changeHostKeys();
        var before = Files.readString(knownHosts);
        var e = refused(git);
        has(
                e,
                "has changed",
                old,
                server.fingerprint("ed25519"),
                "line 1",
                "somebody else may be in the server's place");
        assertEquals(before, Files.readString(knownHosts));
        var fetch = assertThrows(
                DeployException.class, () -> source.fetch(SourceContract.app(git), new Commit(repo.tip())));
        has(fetch, "has changed");
    }

    @Test
    void aRevokedHostKeyIsRefusedThoughItIsKnown() throws Exception {
        Files.writeString(knownHosts, server.knownHost("ed25519") + "@revoked * " + server.publicKey("ed25519") + "\n");
        has(refused(git(server.url(repo), key)), "is marked @revoked in line 2");
    }

    @Test
    void aKeyThatTheServerDoesNotKnowIsTriedEveryTenMinutes() {
        var stranger = SshServer.makeKey(folder.resolve("stranger"), "ed25519", "");
        var e = refused(git(server.url(repo), stranger));
        has(e, "refused the SSH key " + stranger, "deploy key");
        assertEquals(Duration.ofMinutes(10), e.patience());
        assertEquals(Blame.REMOTE, e.failure().blame());
    }

    @Test
    void aKeyThatOthersMayReadIsNotUsed() throws Exception {
        var open = SshServer.makeKey(folder.resolve("open"), "ed25519", "");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        has(refused(git(server.url(repo), open)), "may be read by others (rw-r--r--)", "chmod 600 " + open);
    }

    @Test
    void aMissingKeyAndAFileThatIsNoKeyAreNamed() throws Exception {
        has(
                refused(git(server.url(repo), folder.resolve("absent"))),
                "there is no SSH key " + folder.resolve("absent"));
        var text = Files.writeString(folder.resolve("text"), "-----BEGIN NONSENSE-----\n");
        Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rw-------"));
        has(refused(git(server.url(repo), text)), "the SSH key " + text + " cannot be used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa"})
    void anEncryptedKeyAsksForItsPassphraseWhichIsNeverPrinted(String type) {
        var locked = SshServer.makeKey(folder.resolve("locked"), type, "sesame");
        var e = refused(git(server.url(repo), locked));
        has(e, "is encrypted, and no passphrase is given", "ssh_key_passphrase_file");
        var wrong = new SshSpec(locked, Optional.of(new Secret("open-wrong")), knownHosts);
        var second = refused(spec(server.url(repo), wrong));
        has(second, "the passphrase does not open the SSH key");
        assertFalse(second.failure().toString().contains("open-wrong"));
    }

    @Test
    void aRepositoryThatIsNotThereIsTheServersWord() {
        has(refused(git(server.url(repo) + "-not", key)), "web.git-not", "git.url");
    }

    @Test
    void nobodyListeningAndNobodyKnown() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        has(refused(git("ssh://git@127.0.0.1:" + port + "/web.git", key)), "refused or unreachable");
        has(
                refused(git("git@no-such-host.invalid:web.git", key)),
                "the host of git@no-such-host.invalid:web.git has no");
    }

    @Fault({14, 15})
    @ParameterizedTest
    @ValueSource(strings = {"", "SSH-2.0-drip\r\n", "no banner yet "})
    void aServerThatIsSilentOrDripsIsLeft(String beginning) throws Exception {
        source = new JGitSource(folder.resolve("clones"), SHORT, () -> 0);
        try (var drip = new Drip(beginning)) {
            has(refused(git(drip.url(), key)), "did not finish answering within 1 s");
            var app = SourceContract.app(git(drip.url(), key));
            var e = assertThrows(DeployException.class, () -> source.fetch(app, new Commit("0123456789".repeat(4))));
            has(e, "did not finish answering");
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        try (var drip = new Drip("");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asking = threads.submit(() -> {
                assertThrows(InterruptedException.class, () -> source.tip(git(drip.url(), key)));
                return "interrupted";
            });
            drip.awaitGuest();
            threads.shutdownNow();
            assertEquals("interrupted", assertTimeoutPreemptively(Duration.ofSeconds(10), () -> asking.get()));
        }
    }

    private DeployException refused(GitSpec git) {
        return assertThrows(DeployException.class, () -> source.tip(git));
    }

    private static void has(DeployException e, String... words) {
        for (var each : words) {
            assertTrue(e.failure().toString().contains(each), e.failure() + " has no: " + each);
        }
    }

    private GitSpec git(String url, Path with) {
        return spec(url, new SshSpec(with, Optional.empty(), knownHosts));
    }

    private static GitSpec spec(String url, SshSpec ssh) {
        return new GitSpec(url, "main", GitSpec.DEFAULT_USERNAME, Optional.empty()).with(ssh);
    }

    /** Accepts, says how it begins, and then one byte ten times a second for as long as somebody listens. */
    private static final class Drip implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final List<Socket> guests = new ArrayList<>();
        private final ScheduledExecutorService pump = Executors.newScheduledThreadPool(2);
        private final CountDownLatch guest = new CountDownLatch(1);

        Drip(String beginning) throws IOException {
            pump.submit(() -> {
                while (true) {
                    var connection = socket.accept();
                    guests.add(connection);
                    guest.countDown();
                    var out = connection.getOutputStream();
                    out.write(beginning.getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    if (!beginning.isEmpty()) {
                        pump.scheduleAtFixedRate(
                                () -> {
                                    try {
                                        out.write('0');
                                        out.flush();
                                    } catch (IOException e) {
                                        throw new java.io.UncheckedIOException(e);
                                    }
                                },
                                0,
                                100,
                                TimeUnit.MILLISECONDS);
                    }
                }
            });
        }

        String url() {
            return "ssh://git@127.0.0.1:" + socket.getLocalPort() + "/web.git";
        }

        void awaitGuest() throws InterruptedException {
            assertTrue(guest.await(10, TimeUnit.SECONDS));
        }

        @Override
        public void close() throws IOException {
            pump.shutdownNow();
            socket.close();
            for (var each : guests) {
                each.close();
            }
        }
    }
}
