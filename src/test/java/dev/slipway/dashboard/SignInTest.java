package dev.slipway.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.deploy.ManualTime;
import dev.slipway.model.AccessSpec;
import dev.slipway.model.AddressRange;
import dev.slipway.model.DashboardSpec;
import dev.slipway.model.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may act at a real listener, and what comes of it. */
class SignInTest {
    private static final String PASSWORD = "correct horse battery staple";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String SESSION = "/api/v1/session";
    private static final String DEPLOY = "/api/v1/apps/web/deploy";
    private static final String SAME = "same-origin";

    private final ManualTime time = new ManualTime();
    private final FakeOperations operations = new FakeOperations();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile DashboardSpec spec = spec(access(Optional.of(PASSWORD), Optional.empty(), false));
    private DashboardListener listener;

    @BeforeEach
    void listen() throws Exception {
        listener = new DashboardListener(
                () -> spec,
                new Sources(
                        new Readiness(List::of, () -> {}, () -> {}),
                        new FakeFacts(),
                        new Changes(),
                        new Metrics(time, "1"),
                        operations),
                "1",
                time);
        listener.start(spec);
    }

    @AfterEach
    void close() {
        listener.close();
        client.close();
    }

    private static DashboardSpec spec(AccessSpec access) {
        return new DashboardSpec("127.0.0.1", 0, List.of("nas.example.com"), access, false);
    }

    private static AccessSpec access(Optional<String> password, Optional<String> proxy, boolean signedIn) {
        return new AccessSpec(
                password.map(Secret::new),
                List.of(new AccessSpec.Token("ci", new Secret(TOKEN))),
                proxy.map(from -> new AccessSpec.TrustedProxy("Remote-User", List.of(AddressRange.parse(from)))),
                signedIn);
    }

    @Test
    void nobodyIsSignedInAtFirstAndMayNotAct() throws Exception {
        assertEquals(
                "{\"signed_in\":false,\"may_act\":false,\"sign_in\":\"password\",\"csrf\":null}",
                get(SESSION).body());
        var refused = post(DEPLOY, "");
        assertEquals(401, refused.statusCode());
        assertEquals("Bearer", header(refused, "WWW-Authenticate"));
        assertEquals(List.of(), operations.asked);
    }

    @Test
    void whereNobodyCanSignInTheAnswerNamesTheKey() throws Exception {
        spec = spec(AccessSpec.READ_ONLY);
        assertTrue(post(DEPLOY, "").body().contains("dashboard.password_file"));
        assertTrue(get(SESSION).body().contains("\"sign_in\":null"));
        assertEquals(404, signIn(PASSWORD).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
    void aHashIsAsGoodAsThePasswordItself(String kind) throws Exception {
        var hash = BCrypt.withDefaults().hashToString(4, PASSWORD.toCharArray());
        spec = spec(access(Optional.of(kind + hash.substring(kind.length())), Optional.empty(), false));
        assertEquals(200, signIn(PASSWORD).statusCode());
        assertEquals(401, signIn(PASSWORD + " ").statusCode());
        assertEquals(401, signIn(hash).statusCode());
    }

    @Test
    void whoKnowsThePasswordActsWithCookieAndCsrfToken() throws Exception {
        var session = signIn(PASSWORD);
        assertEquals(200, session.statusCode());
        var set = header(session, "Set-Cookie");
        assertTrue(set.endsWith("; Path=/; HttpOnly; SameSite=Strict"), set);
        var cookie = cookie(session);
        var csrf = json(session).get("csrf").asText();
        assertEquals(csrf, json(get(SESSION, "Cookie", cookie)).get("csrf").asText());

        var done = post(DEPLOY, "", "Cookie", cookie, "X-Slipway-CSRF", csrf, "Sec-Fetch-Site", SAME);
        assertEquals(202, done.statusCode());
        assertEquals("{\"request\":\"accepted\",\"app\":\"web\",\"commit\":null}", done.body());
        assertEquals(List.of("MANUAL web"), operations.asked);
        var origin = "http://127.0.0.1:" + listener.port();
        assertEquals(
                202,
                post(DEPLOY, "", "Cookie", cookie, "X-Slipway-CSRF", csrf, "Origin", origin)
                        .statusCode());
    }

    @Test
    void aStrangersPageCannotActInAnothersName() throws Exception {
        var session = signIn(PASSWORD);
        var cookie = cookie(session);
        var csrf = json(session).get("csrf").asText();
        var other = json(signIn(PASSWORD)).get("csrf").asText();
        assertNotEquals(csrf, other);
        assertRefused("Cookie", cookie, "X-Slipway-CSRF", csrf);
        assertRefused("Cookie", cookie, "Sec-Fetch-Site", SAME);
        assertRefused("Cookie", cookie, "X-Slipway-CSRF", other, "Sec-Fetch-Site", SAME);
        assertRefused("Cookie", cookie, "X-Slipway-CSRF", csrf, "Sec-Fetch-Site", "cross-site");
        assertRefused("Cookie", cookie, "X-Slipway-CSRF", csrf, "Sec-Fetch-Site", "same-site");
        assertRefused("Cookie", cookie, "X-Slipway-CSRF", csrf, "Origin", "https://evil.example");
        assertRefused("Cookie", cookie, "X-Slipway-CSRF", csrf, "Origin", "null");
        assertEquals(
                401,
                post(SESSION, "{\"password\":\"" + PASSWORD + "\"}", "Origin", "https://evil.example")
                        .statusCode());
    }

    @Test
    void aSessionEndsWhenItIsEndedOrIdleOrThePasswordChanges() throws Exception {
        var cookie = cookie(signIn(PASSWORD));
        time.pass(Sessions.IDLE.minusSeconds(1));
        assertTrue(isSignedIn(cookie));
        time.pass(Sessions.IDLE.minusSeconds(1));
        assertTrue(isSignedIn(cookie));
        time.pass(Sessions.IDLE);
        assertFalse(isSignedIn(cookie));

        var second = cookie(signIn(PASSWORD));
        var ended = client.send(
                HttpRequest.newBuilder(uri(SESSION))
                        .header("Cookie", second)
                        .DELETE()
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, ended.statusCode());
        assertTrue(header(ended, "Set-Cookie").contains("Max-Age=0"));
        assertFalse(isSignedIn(second));

        var third = cookie(signIn(PASSWORD));
        spec = spec(access(Optional.of("another long password"), Optional.empty(), false));
        assertFalse(isSignedIn(third));
    }

    @Test
    void whoGuessesHasToWait() throws Exception {
        for (int i = 0; i < Attempts.MOST; i++) {
            assertEquals(401, signIn("wrong").statusCode());
        }
        var refused = signIn(PASSWORD);
        assertEquals(429, refused.statusCode());
        assertEquals("30", header(refused, "Retry-After"));
        time.pass(Attempts.EVERY);
        assertEquals(200, signIn(PASSWORD).statusCode());
        assertEquals(401, signIn("wrong").statusCode());
    }

    @ParameterizedTest
    @CsvSource({"Bearer, 202", "bearer, 202", "Basic, 401"})
    void aProgramActsByItsTokenAlone(String scheme, int status) throws Exception {
        assertEquals(
                status, post(DEPLOY, "", "Authorization", scheme + " " + TOKEN).statusCode());
        assertEquals(
                401,
                post(DEPLOY, "", "Authorization", scheme + " " + TOKEN + "0").statusCode());
    }

    @Test
    void aProxysWordCountsOnlyFromItsAddress() throws Exception {
        spec = spec(access(Optional.empty(), Optional.of("127.0.0.0/8"), false));
        var session = json(get(SESSION, "Remote-User", "eva"));
        assertTrue(session.get("may_act").asBoolean());
        var csrf = session.get("csrf").asText();
        assertRefused("Remote-User", "eva");
        assertRefused("Remote-User", "adam", "X-Slipway-CSRF", csrf, "Sec-Fetch-Site", SAME);
        assertEquals(
                202,
                post(DEPLOY, "", "Remote-User", "eva", "X-Slipway-CSRF", csrf, "Sec-Fetch-Site", SAME)
                        .statusCode());
        spec = spec(access(Optional.empty(), Optional.of("10.0.0.2"), false));
        assertFalse(json(get(SESSION, "Remote-User", "eva")).get("may_act").asBoolean());
    }

    @Test
    void theCookieIsForHttpsAloneWhereATrustedProxySaysSo() throws Exception {
        var body = "{\"password\":\"" + PASSWORD + "\"}";
        assertFalse(header(post(SESSION, body, "X-Forwarded-Proto", "https"), "Set-Cookie")
                .contains("Secure"));
        spec = spec(access(Optional.of(PASSWORD), Optional.of("127.0.0.1/32"), false));
        assertTrue(header(post(SESSION, body, "X-Forwarded-Proto", "https"), "Set-Cookie")
                .endsWith("; Secure"));
    }

    @Test
    void whereOnlyTheSignedInMayLookTheRestSeesThePageAndWhetherItLives() throws Exception {
        spec = spec(access(Optional.of(PASSWORD), Optional.empty(), true));
        for (var path : List.of("/api/v1/status", "/api/v1/events", "/api/v1/deployments/7/log", "/nothing")) {
            assertEquals(401, get(path).statusCode(), path);
        }
        for (var path : List.of("/", "/app.js", "/healthz", "/readyz", SESSION)) {
            assertEquals(200, get(path).statusCode(), path);
        }
        assertEquals(
                200, get("/api/v1/status", "Authorization", "Bearer " + TOKEN).statusCode());
        assertEquals(
                200, get("/api/v1/status", "Cookie", cookie(signIn(PASSWORD))).statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "poll | | 202 | POLL web",
                "deploy | {} | 202 | MANUAL web",
                "deploy | {\"commit\":\"aaaa\",\"retry\":true} | 202 | MANUAL web @ again",
                "rollback | {} | 202 | ROLLBACK web @",
                "rollback | {\"commit\":\"aaaaa\"} | 202 | ROLLBACK web @",
                "pause | {\"reason\":\"a look\"} | 200 | pause web: a look",
                "pause | | 200 | pause web: by hand",
                "resume | | 200 | resume web",
            })
    void doesWhatTheCommandsDo(String action, String body, int status, String asked) throws Exception {
        var answer = byToken("/api/v1/apps/web/" + action, body == null ? "" : body);
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(List.of(asked.replace("@", FakeOperations.GOOD)), operations.asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api/deploy | {} | 404 | the configuration has no app api; it has web",
                "web/deploy | {\"commit\":\"bbbb\"} | 422 | no commit that begins with bbbb; give the full id",
                "web/deploy | {\"commit\":\"; rm\"} | 422 | commit must be a commit id",
                "web/deploy | {\"comit\":\"aaaa\"} | 422 | there is no key 'comit' here",
                "web/deploy | {\"retry\":\"yes\"} | 422 | retry must be true or false",
                "web/pause | {\"reason\":\"\\u001b[31m\"} | 422 | reason must be one line",
                "web/poll | [] | 400 | no JSON object",
                "web/poll | {} {} | 400 | no JSON",
                "web/explode | {} | 405 | read with GET",
            })
    void saysWhyNot(String path, String body, int status, String words) throws Exception {
        var answer = byToken("/api/v1/apps/" + path, body);
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(words), answer.body());
        assertEquals("application/problem+json", header(answer, "Content-Type"));
        assertEquals(List.of(), operations.asked);
    }

    @Test
    void takesNoBodyThatIsLargeOrOfAnotherType() throws Exception {
        assertEquals(
                413,
                byToken(DEPLOY, "{\"commit\":\"" + "a".repeat(5000) + "\"}").statusCode());
        var form = HttpRequest.newBuilder(uri(DEPLOY))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("commit=aaaa"))
                .build();
        assertEquals(
                415, client.send(form, HttpResponse.BodyHandlers.ofString()).statusCode());
        assertEquals(405, get(DEPLOY).statusCode());
        assertEquals(List.of(), operations.asked);
    }

    @Test
    void aRangeHoldsWhatBeginsLikeIt() throws Exception {
        var range = AddressRange.parse("172.18.0.0/16");
        assertTrue(range.contains(InetAddress.ofLiteral("172.18.255.1")));
        assertFalse(range.contains(InetAddress.ofLiteral("172.19.0.1")));
        assertFalse(range.contains(InetAddress.ofLiteral("::1")));
        assertTrue(AddressRange.parse("::1").contains(InetAddress.ofLiteral("::1")));
    }

    private void assertRefused(String... headers) throws Exception {
        assertEquals(401, post(DEPLOY, "", headers).statusCode());
        assertEquals(List.of(), operations.asked);
    }

    private boolean isSignedIn(String cookie) throws Exception {
        return json(get(SESSION, "Cookie", cookie)).get("signed_in").asBoolean();
    }

    private HttpResponse<String> signIn(String password) throws Exception {
        return post(SESSION, new ObjectMapper().writeValueAsString(Map.of("password", password)));
    }

    private static String cookie(HttpResponse<String> answer) {
        return header(answer, "Set-Cookie").split(";", 2)[0];
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.port() + path);
    }

    private HttpResponse<String> byToken(String path, String body) throws Exception {
        return post(path, body, "Authorization", "Bearer " + TOKEN);
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return client.send(
                headers.length == 0 ? request.build() : request.headers(headers).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri(path));
        return client.send(
                headers.length == 0 ? request.build() : request.headers(headers).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
