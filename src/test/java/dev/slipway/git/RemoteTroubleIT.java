package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import dev.slipway.testkit.Await;
import dev.slipway.testkit.Conduct;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.FaultProxy;
import dev.slipway.testkit.GitHttpServer;
import dev.slipway.testkit.GitRepo;
import dev.slipway.testkit.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each trouble with a remote has its own words, and none lasts longer than its deadline. */
@Timeout(60)
class RemoteTroubleIT {
    private static final String TOKEN = "s3cr3t-t0k3n";
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final JGitSource.Limits SHORT =
            new JGitSource.Limits(Duration.ofMillis(1500), Duration.ofMillis(1500));

    @TempDir
    Path folder;

    private GitHttpServer server;
    private FaultProxy proxy;
    private String url;
    private JGitSource source;

    @BeforeEach
    void serve() throws IOException {
        var repo = GitRepo.create(folder.resolve("web.git"));
        repo.commit(Map.of("a.txt", "one"));
        server = GitHttpServer.serve(folder);
        proxy = FaultProxy.before(server);
        url = proxy.url("/web.git");
        source = new JGitSource(folder.resolve("clones"), SHORT, () -> 0);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
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
        proxy.become(Conduct.status(status));
        var failure = refused(spec(url, withToken));
        assertTrue(failure.getMessage().contains(url + " "), failure.getMessage());
        assertTrue(failure.getMessage().contains(what), failure.getMessage());
        assertTrue(failure.failure().next().contains(next), failure.failure().next());
        assertEquals(1, proxy.requests().size(), "asking again may lock an account");
    }

    @Fault({13, 17})
    @ParameterizedTest(name = "{0}, Retry-After {1}: {2} s")
    @CsvSource({"429, 90, 90", "503, 7, 7", "500, , 0", "404, , 0", "401, , 600", "403, , 600", "403, 3600, 3600"})
    void handsOnThePatienceThatTheServerAsksForOrThatSparesTheAccount(int status, Integer retryAfter, long seconds) {
        proxy.become(retryAfter == null ? Conduct.status(status) : Conduct.status(status, retryAfter));
        assertEquals(Duration.ofSeconds(seconds), refused(spec(url, true)).patience());
    }

    @Fault(20)
    @Test
    void aPageInsteadOfGitIsNoGitServer() {
        proxy.become(Conduct.page("<html>Please log in"));
        says("is not a Git server: it answers with text/html", spec(url, true));
        assertEquals(1, proxy.requests().size());
    }

    @Fault(19)
    @Test
    void aRedirectToAnotherSiteIsNotFollowedAndSaysWhere() throws Exception {
        try (var other = GitHttpServer.serve(folder)) {
            proxy.become(Conduct.redirect(other.url("/moved.git/info/refs?service=git-upload-pack")));
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
        proxy.become(Conduct.redirect("/web.git/info/refs?service=git-upload-pack"));
        var e = refused(spec(url, false));
        assertEquals(Blame.REMOTE, e.failure().blame());
        assertTrue(proxy.requests().size() < 20, proxy.requests().toString());
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
    void aServerThatAnswersHttpsInTheClear() {
        says("no trusted TLS connection", spec(proxy.secureUrl("/web.git"), true));
    }

    @Fault(22)
    @Test
    void aCertificateOutOfItsTimePointsToTheClockToo() {
        proxy.become(new Conduct.Tls(ServerCertificate.expired(folder)));
        says("has expired, or the clock of this machine is wrong", spec(proxy.secureUrl("/web.git"), false));
        proxy.become(new Conduct.Tls(ServerCertificate.notYetValid(folder)));
        says("is not valid yet, or the clock of this machine is wrong", spec(proxy.secureUrl("/web.git"), false));
        assertEquals(List.of(), proxy.requests(), "nothing was asked of a server that nobody vouches for");
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() {
        proxy.become(new Conduct.Tls(ServerCertificate.valid(folder)));
        var failure = refused(spec(proxy.secureUrl("/web.git"), true)).failure();
        assertTrue(failure.what().contains("no trusted TLS connection"), failure.what());
        assertTrue(failure.next().contains("trust store"), failure.next());
        assertEquals(List.of(), proxy.requests());
    }

    @Test
    void aCertificateInTheTrustStoreIsTakenForItsOwnHostAlone() throws Exception {
        var certificate = ServerCertificate.valid(folder);
        proxy.become(new Conduct.Tls(certificate));
        source = trusting(certificate);
        // On a busy machine a look may be cut off by the short limits of this test; trust shows in one that is whole.
        Await.until(
                "it is trusted",
                Duration.ofSeconds(30),
                () -> source.tip(spec(proxy.secureUrl("/web.git"), true)),
                Source.Tip.At.class::isInstance);
        var otherName = proxy.secureUrl("/web.git").replace("127.0.0.1", "localhost");
        says("no trusted TLS connection", spec(otherName, true));
    }

    private JGitSource trusting(ServerCertificate certificate) {
        System.setProperty(TRUST_STORE, certificate.keyStore().toString());
        System.setProperty(TRUST_STORE + "Password", ServerCertificate.PASSWORD);
        try {
            return new JGitSource(folder.resolve("clones"), SHORT, () -> 0);
        } finally {
            System.clearProperty(TRUST_STORE);
            System.clearProperty(TRUST_STORE + "Password");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 40, 400})
    void aConnectionThatBreaksIsToldInTheSameWordsWhereverItBreaks(int after) {
        var words = "the connection to " + url + " broke before the answer was whole";
        proxy.become(new Conduct.Reset(after));
        assertEquals(words, refused(spec(url, true)).getMessage());
        proxy.become(new Conduct.Truncate(after));
        assertEquals(words, refused(spec(url, true)).getMessage());
    }

    @Test
    void onceTheTroubleIsOverTheSameSourceGoesOn() throws Exception {
        proxy.become(new Conduct.Reset(0));
        refused(spec(url, true));
        proxy.become(new Conduct.PassThrough());
        assertInstanceOf(Source.Tip.At.class, source.tip(spec(url, true)));
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
    void aServerThatSaysNothingIsLeft() {
        proxy.become(new Conduct.Hang());
        says("did not finish answering within 1 s", spec(url, true));
    }

    @Fault(15)
    @ParameterizedTest
    @EnumSource(Conduct.Part.class)
    void anAnswerThatDripsForeverIsLeft(Conduct.Part part) {
        proxy.become(Conduct.dripping(part));
        says("did not finish answering within 1 s", spec(url, true));
    }

    @Fault(15)
    @ParameterizedTest
    @EnumSource(Conduct.Part.class)
    void aFetchThatDripsIsLeftToo(Conduct.Part part) {
        proxy.become(Conduct.dripping(part));
        var app = SourceContract.app(spec(url, false));
        var e = assertThrows(DeployException.class, () -> source.fetch(app, new Commit("0123456789".repeat(4))));
        assertTrue(e.getMessage().contains("did not finish"), e.getMessage());
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        proxy.become(new Conduct.Hang());
        var patient = new JGitSource(folder.resolve("clones"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asking = threads.submit(() -> {
                assertThrows(InterruptedException.class, () -> patient.tip(spec(url, true)));
                return "interrupted";
            });
            Await.until("it is asked", Duration.ofSeconds(10), proxy::requests, asked -> !asked.isEmpty());
            threads.shutdownNow();
            assertEquals("interrupted", assertTimeoutPreemptively(Duration.ofSeconds(10), () -> asking.get()));
        }
    }

    @Test
    void aServerInTroubleWhileFetchingIsNamedAndLeavesNothingBehind() throws Exception {
        var app = SourceContract.app(spec(url, true));
        proxy.become(Conduct.status(503));
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
}
