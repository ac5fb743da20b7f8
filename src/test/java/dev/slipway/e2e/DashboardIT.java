package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.testkit.ApiDocument;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.FreePort;
import dev.slipway.testkit.TestHost;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real agent's dashboard, as a monitor sees it. */
class DashboardIT {
    private static final String HEALTH = """
            health: {http: ":8000/health", timeout: 20s, settle: 1s}
            """;

    @TempDir
    Path folder;

    @Test
    void aTakenPortHoldsUpNoPollAndWhatIsServedThenTellsTheTruth() throws Exception {
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var host = TestHost.with(folder, HEALTH);
                var client = HttpClient.newHttpClient()) {
            int port = stranger.getLocalPort();
            host.watchedAt(port).configure(HEALTH);
            host.push(host.version("one"));
            host.startAgent();
            host.awaitPage("one");
            var status = host.slipway("status", "--json").expecting(0).out();
            assertTrue(status.contains("the dashboard cannot listen at 127.0.0.1:" + port), status);

            stranger.close();
            awaitStatus(client, port, "/readyz", 200);
            assertEquals(200, get(client, port, "/healthz").statusCode());
            assertTrue(!host.slipway("status", "--json").out().contains("cannot listen"));

            var api = json(get(client, port, "/api/v1/status").body());
            assertEquals(host.status().get("running"), api.get("apps").get(0).get("running"));
            assertEquals(
                    api.get("apps").get(0),
                    json(get(client, port, "/api/v1/apps/" + host.name()).body()));
            var history = json(get(client, port, "/api/v1/apps/" + host.name() + "/deployments")
                            .body())
                    .get("deployments");
            assertEquals(host.latest(), history.get(0));
            var deployment = "/api/v1/deployments/" + history.get(0).get("id");
            assertEquals(history.get(0), json(get(client, port, deployment).body()));
            var log = get(client, port, deployment + "/log").body();
            assertTrue(log.contains("Version one"), log);

            int other = FreePort.find();
            host.watchedAt(other).configure(HEALTH);
            awaitStatus(client, other, "/healthz", 200);

            Files.move(host.data().resolve("history.db"), host.data().resolve("moved.db"));
            var red = awaitStatus(client, other, "/readyz", 503);
            assertTrue(red.body().contains("history.db is gone"), red.body());
            assertEquals(200, get(client, other, "/healthz").statusCode());
        }
    }

    @Test
    @Timeout(180)
    void whoHasATokenDeploysFollowsTheLogAndHearsOfIt() throws Exception {
        int port = FreePort.find();
        var token = "0123456789abcdef0123456789abcdef";
        var client = HttpClient.newHttpClient(); // whose close would wait for the end of what it listens to
        try (var host = TestHost.with(folder, HEALTH)) {
            host.watchedAt(port, "tokens: [{name: test, token: " + token + "}]").configure(HEALTH);
            host.push(host.version("one"));
            host.startAgent();
            host.awaitPage("one");
            var events = lines(client, port, "/api/v1/events");
            awaitLine(events, "data: {\"now\"");

            host.push(host.version("two"));
            assertEquals(
                    401, post(client, port, host, "deploy", "no token at all").statusCode());
            assertEquals(202, post(client, port, host, "deploy", token).statusCode());
            awaitLine(events, "data: {\"app\":\"" + host.name() + "\"");
            var id = Await.until(
                            "the deployment has begun",
                            TestHost.PATIENCE,
                            () -> json(get(client, port, "/api/v1/apps/" + host.name() + "/deployments")
                                            .body())
                                    .get("deployments"),
                            deployments -> deployments.size() == 2)
                    .get(0)
                    .get("id")
                    .asLong();
            var log = lines(client, port, "/api/v1/deployments/" + id + "/log");
            awaitLine(log, "id: 1");
            awaitLine(log, "event: end");
            awaitLine(log, "data: succeeded");
            host.awaitPage("two");
            var history = json(get(client, port, "/api/v1/deployments/" + id).body());
            assertEquals("manual", history.get("trigger").asText());
            host.awaitLog(host.name() + ": deploy by token test, at the dashboard");

            assertEquals(200, post(client, port, host, "pause", token).statusCode());
            assertEquals("by hand", host.status().get("paused").asText());
            assertEquals(200, post(client, port, host, "resume", token).statusCode());
            assertEquals(202, post(client, port, host, "rollback", token).statusCode());
            host.awaitPage("one");

            var runs = host.status();
            assertEquals("Version one", runs.at("/running_commit/subject").asText());
            assertTrue(!runs.at("/running_commit/author").asText().isEmpty(), runs.toString());
            assertEquals("Version two", runs.at("/tip_commit/subject").asText());

            var facts = json(get(client, port, "/api/v1/host").body());
            assertTrue(facts.at("/docker/version").isTextual(), facts.toString());
            assertTrue(facts.at("/disks/0/free").asLong() > 0, facts.toString());
            var metrics = Files.writeString(
                    folder.resolve("metrics"), get(client, port, "/metrics").body());
            Command.run(List.of("sh", "-c", "promtool check metrics < " + metrics), Map.of())
                    .expecting(0);
            var counted = "slipway_deployments_total{app=\"" + host.name() + "\",result=\"succeeded\"} ";
            Await.until(
                    "the deployments are counted",
                    TestHost.PATIENCE,
                    () -> get(client, port, "/metrics").body().contains(counted + "3"));
            assertAnswersAreAsTheDocumentSays(client, port, host.name(), id);
        } finally {
            client.shutdownNow();
        }
    }

    private static void assertAnswersAreAsTheDocumentSays(HttpClient client, int port, String app, long id)
            throws Exception {
        var api = new ApiDocument();
        for (var path : List.of(
                "/healthz",
                "/readyz",
                "/metrics",
                "/api/v1/openapi.json",
                "/api/v1/status",
                "/api/v1/host",
                "/api/v1/session",
                "/api/v1/apps/{app}",
                "/api/v1/apps/{app}/deployments",
                "/api/v1/deployments/{id}",
                "/api/v1/deployments/{id}/log")) {
            var answer = get(client, port, path.replace("{app}", app).replace("{id}", String.valueOf(id)));
            var type = answer.headers().firstValue("Content-Type").orElse("");
            assertEquals(List.of(), api.faults("GET", path, answer.statusCode(), type, answer.body()), answer.body());
        }
    }

    private static HttpResponse<String> post(HttpClient client, int port, TestHost host, String action, String token)
            throws Exception {
        var uri = URI.create("http://127.0.0.1:" + port + "/api/v1/apps/" + host.name() + "/" + action);
        var request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Iterator<String> lines(HttpClient client, int port, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Accept", "text/event-stream")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofLines()).body().iterator();
    }

    /** Its events come at least every 20 s, so this ends. */
    private static void awaitLine(Iterator<String> lines, String start) {
        var seen = new ArrayList<String>();
        while (lines.hasNext()) {
            var line = lines.next();
            if (line.startsWith(start)) {
                return;
            }
            seen.add(line);
            assertTrue(seen.size() < 5000, start + " never came in " + seen);
        }
        throw new AssertionError("the stream ended without " + start + ": " + seen);
    }

    @Test
    void anEngineThatIsNotThereIsSaidInWords() throws Exception {
        int port = FreePort.find();
        try (var host = TestHost.with(folder, HEALTH);
                var client = HttpClient.newHttpClient()) {
            host.watchedAt(port).engineAt("unix://" + folder.resolve("no.sock")).configure(HEALTH);
            host.startAgent();
            var red = awaitStatus(client, port, "/readyz", 503);
            assertTrue(red.body().contains("no.sock"), red.body());
            assertEquals(200, get(client, port, "/healthz").statusCode());
        }
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    private static HttpResponse<String> awaitStatus(HttpClient client, int port, String path, int status) {
        return Await.until(
                path + " answers " + status,
                TestHost.PATIENCE,
                () -> get(client, port, path),
                answer -> answer.statusCode() == status);
    }

    private static HttpResponse<String> get(HttpClient client, int port, String path) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + port + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
