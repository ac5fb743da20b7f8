package dev.slipway.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.ManualTime;
import dev.slipway.model.AccessSpec;
import dev.slipway.model.Blame;
import dev.slipway.model.DashboardSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over a real listener. */
class DashboardListenerTest {
    private static final DashboardSpec ANYWHERE = new DashboardSpec("127.0.0.1", 0);

    private volatile DashboardSpec spec = ANYWHERE;
    private volatile List<String> stale = List.of();
    private volatile Readiness.Look engine = () -> {};
    private volatile Readiness.Look journal = () -> {};
    private final FakeFacts facts = new FakeFacts();
    private final HttpClient client = HttpClient.newHttpClient();
    private DashboardListener listener;

    @BeforeEach
    void listen() throws DeployException {
        listener = listener();
        listener.start(ANYWHERE);
    }

    @AfterEach
    void close() {
        listener.close();
        client.close();
    }

    private DashboardListener listener() {
        return new DashboardListener(
                () -> spec,
                new Sources(
                        new Readiness(() -> stale, () -> engine.look(), () -> journal.look()),
                        facts,
                        new Changes(),
                        new Metrics(new ManualTime(), "1"),
                        new FakeOperations()),
                "9.8.7",
                new SystemTime());
    }

    @Test
    void isHealthyAsLongAsPollsCome() throws Exception {
        assertAnswer(200, "{\"status\":\"ok\"}", get("/healthz"));
        engine = () -> {
            throw gone("Docker is gone");
        };
        assertEquals(200, get("/healthz").statusCode());
        stale = List.of("web: the poll that was due 4 min ago has not come");
        assertAnswer(503, "{\"status\":\"stale\"}", get("/healthz"));
    }

    @Test
    void isReadyWhenNothingIsMissing() throws Exception {
        assertAnswer(200, "{\"status\":\"ready\",\"reasons\":[]}", get("/readyz"));
    }

    @Test
    void saysInWordsAllThatIsMissing() throws Exception {
        stale = List.of("web: the poll that was due 4 min ago has not come");
        engine = () -> {
            throw gone("Docker is gone");
        };
        journal = () -> {
            throw gone("the journal is gone");
        };
        assertAnswer(
                503,
                "{\"status\":\"not ready\",\"reasons\":[\"web: the poll that was due 4 min ago has not come\","
                        + "\"Docker is gone\",\"the journal is gone\"]}",
                get("/readyz"));
    }

    @Test
    void takesWhatDoesNotAnswerOrThrowsForMissing() {
        var never = new CountDownLatch(1);
        var readiness = new Readiness(
                List::of,
                () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                () -> {
                    throw new IllegalStateException("a bug");
                });
        assertEquals(
                List.of(
                        "the Docker engine did not answer within 0 s",
                        "the journal could not be asked: java.lang.IllegalStateException: a bug"),
                readiness.reasons(Duration.ofMillis(50)));
        never.countDown();
    }

    @Test
    void refusesOtherPathsAndMethodsAsProblems() throws Exception {
        var missing = get("/webhook");
        assertEquals(404, missing.statusCode());
        assertEquals("application/problem+json", header(missing, "Content-Type"));
        var posted = client.send(
                HttpRequest.newBuilder(uri("/healthz"))
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(405, posted.statusCode());
        assertEquals("GET, HEAD", header(posted, "Allow"));
        assertEquals(400, get("/%2e%2e/healthz").statusCode());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/status, status",
        "/api/v1/apps/web, app web",
        "/api/v1/apps/web/deployments, 20 of web",
        "/api/v1/apps/web/deployments?n=200, 200 of web",
        "/api/v1/deployments/7, deployment 7",
        "/api/v1/host, host",
    })
    void givesOutDocuments(String path, String said) throws Exception {
        assertAnswer(200, "{\"is\":\"" + said + "\"}", get(path));
    }

    @Test
    void givesOutALogAsText() throws Exception {
        var log = get("/api/v1/deployments/7/log");
        assertEquals(200, log.statusCode());
        assertEquals("text/plain; charset=utf-8", header(log, "Content-Type"));
        assertEquals("12:00:00 \u00fc of 7\n", log.body());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/apps/api, 404",
        "/api/v1/apps/api/deployments, 404",
        "/api/v1/apps/web/deployments?n=0, 400",
        "/api/v1/apps/web/deployments?n=201, 400",
        "/api/v1/apps/web/deployments?limit=5, 400",
        "/api/v1/deployments/8, 404",
        "/api/v1/deployments/8/log, 404",
        "/api/v1/deployments/9999999999999999999, 404",
        "/api/v1/deployments/-1, 404",
        "/api/v1/, 404",
        "/index.html, 404",
    })
    void saysWhatIsNotThereAsAProblem(String path, int status) throws Exception {
        var answer = get(path);
        assertEquals(status, answer.statusCode());
        assertEquals("application/problem+json", header(answer, "Content-Type"));
        assertTrue(answer.body().contains("\"status\":" + status), answer.body());
    }

    @Test
    void saysInWordsWhyItCannotTell() throws Exception {
        facts.trouble = Optional.of(gone("Docker is gone"));
        assertEquals(
                "{\"title\":\"unavailable\",\"status\":503,\"detail\":\"Docker is gone\"}",
                get("/api/v1/status").body());
    }

    @Test
    void aBugIsToldToTheLogAndNotToTheCaller() throws Exception {
        facts.bug = true;
        var answer = get("/api/v1/status");
        assertEquals(500, answer.statusCode());
        assertTrue(!answer.body().contains("a bug of this test"), answer.body());
    }

    @Test
    void answersAHeadWithoutABody() throws Exception {
        var head = client.send(
                HttpRequest.newBuilder(uri("/healthz"))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
    }

    @Test
    void eachAnswerForbidsWhatAPageDoesNotNeed() throws Exception {
        var answer = get("/nothing");
        assertEquals("9.8.7", header(answer, "X-Slipway"));
        assertEquals("nosniff", header(answer, "X-Content-Type-Options"));
        assertTrue(header(answer, "Content-Security-Policy").startsWith("default-src 'none';"));
        assertEquals("no-store", header(answer, "Cache-Control"));
        assertTrue(answer.headers().firstValue("Server").isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/app.css, text/css; charset=utf-8",
        "/app.js, text/javascript; charset=utf-8",
        "/icon.svg, image/svg+xml",
    })
    void servesThePageWhichABrowserKeepsAndAsksAfter(String path, String type) throws Exception {
        var file = get(path);
        assertEquals(200, file.statusCode());
        assertEquals(type, header(file, "Content-Type"));
        assertEquals("no-cache", header(file, "Cache-Control"));
        var again = client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("If-None-Match", header(file, "ETag"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(304, again.statusCode());
        assertEquals("", again.body());
        assertEquals(header(file, "ETag"), header(again, "ETag"));
    }

    @Test
    void thePageHasNothingThatItsOwnPolicyForbids() throws Exception {
        var page = get("/").body();
        assertTrue(!page.matches("(?s).*(<style|style=|<script>|\\son[a-z]+=|https?://).*"), page);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8484, 200",
        "192.168.1.7, 200",
        "[::1]:8484, 200",
        "localhost:8484, 200",
        "LocalHost, 200",
        "NAS.example.com:443, 200",
        "evil.example, 421",
        "nas.example.com.evil.example, 421",
        "127.0.0.1.evil.example, 421",
    })
    void isServedOnlyUnderItsOwnNames(String host, int status) throws Exception {
        spec = new DashboardSpec("127.0.0.1", 0, List.of("nas.example.com"));
        var answer = raw("GET /api/v1/status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
        assertEquals(status == 421, answer.contains("dashboard.hosts"), answer);
    }

    @Test
    void aRequestWithTwoHostsIsMalformed() throws Exception {
        var answer = raw("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    }

    @ParameterizedTest
    @CsvSource({"gzip, true", "'br, gzip;q=0.5', true", "gzip;q=0, false", "'', false"})
    void compressesWhatIsLargeForWhoTakesIt(String accepted, boolean compressed) throws Exception {
        facts.padding = "x".repeat(Compression.LEAST_BYTES);
        var answer = client.send(
                HttpRequest.newBuilder(uri("/api/v1/status"))
                        .header("Accept-Encoding", accepted)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(
                compressed ? "gzip" : "",
                answer.headers().firstValue("Content-Encoding").orElse(""));
        var body = compressed
                ? new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes()
                : answer.body();
        assertTrue(new String(body, StandardCharsets.UTF_8).contains(facts.padding));
        assertEquals("Accept-Encoding", answer.headers().firstValue("Vary").orElse(""));
    }

    @Test
    void aBadgeIsThereForOtherSitesOnlyWhereItIsWanted() throws Exception {
        assertEquals(404, get("/badge/web.svg").statusCode());
        spec = new DashboardSpec("127.0.0.1", 0, List.of(), AccessSpec.READ_ONLY, true);
        var badge = get("/badge/web.svg");
        assertEquals(200, badge.statusCode());
        assertEquals("image/svg+xml", header(badge, "Content-Type"));
        assertEquals("cross-origin", header(badge, "Cross-Origin-Resource-Policy"));
        assertTrue(badge.body().contains("aria-label=\"web: unknown\""), badge.body());
        assertEquals(404, get("/badge/api.svg").statusCode());
    }

    @Test
    void metricsAreToldAlsoWhileTheEngineIsAway() throws Exception {
        facts.trouble = Optional.of(gone("Docker is gone"));
        var metrics = get("/metrics");
        assertEquals(200, metrics.statusCode());
        assertTrue(metrics.body().contains("slipway_build_info{version=\"1\"} 1"), metrics.body());
    }

    @Test
    void aPortThatIsTakenIsTheHostsTroubleAndSaysWhatToDo() {
        try (var second = listener()) {
            var failure = assertThrows(
                            DeployException.class, () -> second.start(new DashboardSpec("127.0.0.1", listener.port())))
                    .failure();
            assertEquals(Blame.HOST, failure.blame());
            assertEquals(
                    "the dashboard cannot listen at 127.0.0.1:" + listener.port() + ": the port is taken",
                    failure.what());
            assertTrue(failure.next().contains("dashboard.listen"), failure.next());
        }
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", listener.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static DeployException gone(String what) {
        return new DeployException(Blame.HOST, what, "");
    }

    private static void assertAnswer(int status, String body, HttpResponse<String> answer) {
        assertEquals(body, answer.body());
        assertEquals(status, answer.statusCode());
        assertEquals("application/json", header(answer, "Content-Type"));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.port() + path);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
