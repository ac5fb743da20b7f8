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
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.GitHttpServer;
import dev.slipway.testkit.GitHttpServer.Answer;
import dev.slipway.testkit.GitRepo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each trouble with a remote has its own words, and none lasts longer than its deadline. */
@Timeout(60)
class RemoteTroubleIT {
    private static final String TOKEN = "s3cr3t-t0k3n";
    private static final JGitSource.Limits SHORT =
            new JGitSource.Limits(Duration.ofMillis(1500), Duration.ofMillis(1500));

    @TempDir
    Path folder;

    private GitHttpServer server;
    private String url;
    private JGitSource source;

    @BeforeEach
    void serve() throws IOException {
        var repo = GitRepo.create(folder.resolve("web.git"));
        repo.commit(Map.of("a.txt", "one"));
        server = GitHttpServer.serve(folder);
        url = server.url(repo);
        source = new JGitSource(folder.resolve("clones"), SHORT, () -> 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Fault({13, 17, 18})
    @ParameterizedTest(name = "{0} with token {1}: {2}")
    @CsvSource({
        "401, false, needs a token (HTTP 401), set git.token_file",
        "403, false, needs a token (HTTP 403), set git.token_file",
        "401, true, refused the token (HTTP 401), still valid",
        "403, true, refused the token (HTTP 403), still valid",
        "404, false, 'is not there, or there is no access to it (HTTP 404)', check git.url",
        "404, true, 'is not there, or there is no access to it (HTTP 404)', check git.url",
        "429, true, was asked too often (HTTP 429), more slowly",
        "500, false, is in trouble (HTTP 500), recover",
        "503, true, is in trouble (HTTP 503), recover",
        "418, false, gave an unexpected answer (HTTP 418), check git.url",
    })
    void namesTheStatus(int status, boolean withToken, String what, String next) {
        server.answerAll(Answer.status(status));
        var failure = refused(spec(url, withToken));
        assertTrue(failure.getMessage().contains(url + " "), failure.getMessage());
        assertTrue(failure.getMessage().contains(what), failure.getMessage());
        assertTrue(failure.failure().next().contains(next), failure.failure().next());
        assertEquals(1, server.requests().size(), "asking again may lock an account");
    }

    @Fault({13, 17})
    @ParameterizedTest(name = "{0}, Retry-After {1}: {2} s")
    @CsvSource({"429, 90, 90", "503, 7, 7", "500, , 0", "404, , 0", "401, , 600", "403, , 600", "403, 3600, 3600"})
    void handsOnThePatienceThatTheServerAsksForOrThatSparesTheAccount(int status, String retryAfter, long seconds) {
        server.answerAll(
                retryAfter == null ? Answer.status(status) : new Answer(status, "Retry-After", retryAfter, "later\n"));
        assertEquals(Duration.ofSeconds(seconds), refused(spec(url, true)).patience());
    }

    @Fault(20)
    @Test
    void aPageInsteadOfGitIsNoGitServer() {
        server.answerAll(Answer.html("<html>Please log in"));
        says("is not a Git server: it answers with text/html", spec(url, true));
        assertEquals(1, server.requests().size());
    }

    @Fault(19)
    @Test
    void aRedirectToAnotherSiteIsNotFollowedAndSaysWhere() throws Exception {
        try (var other = GitHttpServer.serve(folder)) {
            server.answerAll(Answer.redirect(other.url("/moved.git/info/refs?service=git-upload-pack")));
            says("redirects to another site, " + other.url("/moved.git") + ", which", spec(url, true));
            assertEquals(0, other.requests().size());
        }
    }

    @Test
    void aRedirectWithinTheSiteIsFollowed() throws Exception {
        var moved = GitRepo.create(folder.resolve("moved.git"));
        var commit = new Commit(moved.commit(Map.of("a.txt", "one")));
        server.redirect("/web.git/info/refs", "/moved.git/info/refs?service=git-upload-pack");
        assertEquals(new Source.Tip.At(commit), source.tip(spec(url, true)));
    }

    @Test
    void aRedirectThatGoesInCirclesEnds() {
        server.answerAll(Answer.redirect("/web.git/info/refs?service=git-upload-pack"));
        var e = refused(spec(url, false));
        assertEquals(Blame.REMOTE, e.failure().blame());
        assertTrue(server.requests().size() < 20, server.requests().toString());
    }

    @Test
    void nobodyListening() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        says("refused or unreachable", spec("http://127.0.0.1:" + port + "/web.git", true));
    }

    @Fault(16)
    @Test
    void anUnknownHost() {
        says("has no known address", spec("http://no-such-host.invalid/web.git", false));
    }

    @Test
    void aServerThatAnswersHttpsInTheClear() throws Exception {
        try (var plain = new Drip("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            says("no trusted TLS connection", spec(plain.url().replace("http:", "https:"), true));
        }
    }

    @Fault(22)
    @ParameterizedTest
    @CsvSource({"true, has expired", "false, is not valid yet"})
    void aCertificateOutOfItsTimePointsToTheClockToo(boolean expired, String words) {
        var cause = expired ? new CertificateExpiredException() : new CertificateNotYetValidException();
        var e = new SSLHandshakeException("handshake failed");
        e.initCause(new CertPathValidatorException("validity check failed", cause));
        var failure = new RemoteTrouble(spec("https://host.example/web.git", false))
                .of(e)
                .failure();
        assertTrue(failure.what().contains(words + ", or the clock of this machine is wrong"), failure.what());
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() {
        var e = new SSLHandshakeException("PKIX path building failed");
        e.initCause(new CertPathBuilderException("unable to find valid certification path"));
        var failure = new RemoteTrouble(spec("https://host.example/web.git", false))
                .of(e)
                .failure();
        assertTrue(failure.what().contains("no trusted TLS connection"), failure.what());
        assertTrue(failure.next().contains("trust store"), failure.next());
    }

    @Test
    void noRepositoryInTheFolder() {
        says("there is no Git repository at", spec(folder.resolve("absent").toString(), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host.example/web.git",
                "git://127.0.0.1/web.git",
                "ssh://git@host.example/web.git",
                "git@host.example:web.git",
                "relative/web.git",
            })
    void aWayThatIsNotSupportedIsTheConfigurationsFault(String url) {
        var e = refused(spec(url, true));
        assertEquals(Blame.YOURS, e.failure().blame());
        assertTrue(e.getMessage().contains("is not a URL that Slipway can fetch from"), e.getMessage());
    }

    @Fault(14)
    @Test
    void aServerThatSaysNothingIsLeft() throws Exception {
        try (var silent = new Drip("")) {
            says("did not finish answering within 1 s", spec(silent.url(), true));
        }
    }

    @Fault(15)
    @Test
    void headersThatDripForeverAreLeft() throws Exception {
        try (var drip = new Drip("HTTP/1.1 200 OK\r\nX-Slow: ")) {
            says("did not finish answering within 1 s", spec(drip.url(), true));
        }
    }

    @Fault(15)
    @Test
    void aBodyThatDripsForeverIsLeft() throws Exception {
        try (var drip = new Drip("HTTP/1.1 200 OK\r\n"
                + "Content-Type: application/x-git-upload-pack-advertisement\r\nContent-Length: 100000\r\n\r\n"
                + "001e# service=git-upload-pack\n0000000eversion 2\nffff")) {
            says("did not finish answering within 1 s", spec(drip.url(), false));
        }
    }

    @Fault(15)
    @Test
    void aFetchThatDripsIsLeftToo() throws Exception {
        try (var drip = new Drip("HTTP/1.1 200 OK\r\nX-Slow: ")) {
            var app = SourceContract.app(spec(drip.url(), false));
            var e = assertThrows(DeployException.class, () -> source.fetch(app, new Commit("0123456789".repeat(4))));
            assertTrue(e.getMessage().contains("did not finish"), e.getMessage());
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        var patient = new JGitSource(folder.resolve("clones"));
        try (var silent = new Drip("");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asking = threads.submit(() -> {
                assertThrows(InterruptedException.class, () -> patient.tip(spec(silent.url(), true)));
                return "interrupted";
            });
            silent.awaitGuest();
            threads.shutdownNow();
            assertEquals("interrupted", assertTimeoutPreemptively(Duration.ofSeconds(10), () -> asking.get()));
        }
    }

    @Test
    void aServerInTroubleWhileFetchingIsNamedAndLeavesNothingBehind() throws Exception {
        var app = SourceContract.app(spec(url, true));
        server.answerAll(Answer.status(503));
        var e = assertThrows(DeployException.class, () -> source.fetch(app, new Commit("0123456789".repeat(4))));
        assertTrue(e.getMessage().contains("HTTP 503"), e.getMessage());
        try (var left = Files.list(folder.resolve("clones"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aDiskThatRefusesIsTheHostsTrouble() throws Exception {
        Files.writeString(folder.resolve("file"), "in the way");
        var source = new JGitSource(folder.resolve("file/clones"));
        var e = assertThrows(
                DeployException.class,
                () -> source.fetch(SourceContract.app(spec(url, false)), new Commit("0123456789".repeat(4))));
        assertEquals(Blame.HOST, e.failure().blame());
        assertTrue(e.getMessage().contains("could not be written"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "https://host/x.git, https://host/x.git",
        "https://user:pass@host/x.git, https://host/x.git",
        "https://user@host:8443/x.git?token=abc, https://host:8443/x.git",
        "/srv/git/x.git, /srv/git/x.git",
        "'https://ho st:abc/ %', (a URL that cannot be read)",
    })
    void aUrlIsPrintedWithoutSecrets(String url, String printed) {
        assertEquals(printed, RemoteTrouble.printable(url));
    }

    private void says(String words, GitSpec git) {
        var e = refused(git);
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertEquals(Blame.REMOTE, e.failure().blame());
    }

    private DeployException refused(GitSpec git) {
        var e = assertThrows(DeployException.class, () -> source.tip(git));
        assertFalse(e.failure().toString().contains(TOKEN));
        assertFalse(e.failure().next().isEmpty());
        return e;
    }

    private static GitSpec spec(String url, boolean withToken) {
        var token = withToken ? Optional.of(new Secret(TOKEN)) : Optional.<Secret>empty();
        return new GitSpec(url, "main", GitSpec.DEFAULT_USERNAME, token);
    }

    /** Accepts, says how it begins, and then one byte ten times a second for as long as somebody listens. */
    private static final class Drip implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final ScheduledExecutorService pump = Executors.newScheduledThreadPool(2);
        private final CountDownLatch guest = new CountDownLatch(1);

        Drip(String beginning) throws IOException {
            pump.submit(() -> {
                while (true) {
                    var connection = socket.accept();
                    guest.countDown();
                    var out = connection.getOutputStream();
                    out.write(beginning.getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    if (!beginning.isEmpty()) {
                        pump.scheduleAtFixedRate(() -> drop(out), 0, 100, TimeUnit.MILLISECONDS);
                    }
                }
            });
        }

        private static void drop(OutputStream out) {
            try {
                out.write('0');
                out.flush();
            } catch (IOException e) {
                // The guest has gone; a task that throws is not run again.
                throw new UncheckedIOException(e);
            }
        }

        String url() {
            return "http://127.0.0.1:" + socket.getLocalPort() + "/web.git";
        }

        void awaitGuest() throws InterruptedException {
            assertTrue(guest.await(10, TimeUnit.SECONDS));
        }

        @Override
        public void close() throws IOException {
            pump.shutdownNow();
            socket.close();
        }
    }
}
