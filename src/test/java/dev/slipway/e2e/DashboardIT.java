package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.testkit.Await;
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
import org.junit.jupiter.api.Test;
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
