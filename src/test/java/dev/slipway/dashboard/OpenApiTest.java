package dev.slipway.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.ManualTime;
import dev.slipway.model.AccessSpec;
import dev.slipway.model.DashboardSpec;
import dev.slipway.model.Secret;
import dev.slipway.testkit.ApiDocument;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the OpenAPI document promises, and what is served. */
class OpenApiTest {
    private static final String TOKEN = "0123456789abcdef";
    private final ApiDocument api = new ApiDocument();

    @Test
    void isAnOpenApiDocument() {
        var document = api.document();
        assertEquals("3.1.0", document.get("openapi").asText());
        assertTrue(document.at("/info/title").isTextual()
                && document.at("/info/version").isTextual());
        var operations = new HashSet<String>();
        for (var path : document.get("paths").properties()) {
            assertTrue(path.getKey().startsWith("/"), path.getKey());
            for (var operation : path.getValue().properties()) {
                assertTrue(Pattern.matches("get|post|delete", operation.getKey()), operation.getKey());
                checkOperation(path.getKey(), operation.getValue());
                assertTrue(
                        operations.add(operation.getValue().get("operationId").asText()), path.getKey());
            }
        }
        for (var schema : document.at("/components/schemas").properties()) {
            assertEquals(List.of(), api.faultsOfSchema(schema.getValue()), schema.getKey());
        }
        for (var found : document.findValues("$ref")) {
            assertFalse(document.at(found.asText().substring(1)).isMissingNode(), found.asText());
        }
    }

    private void checkOperation(String path, JsonNode operation) {
        assertFalse(operation.get("summary").asText().isEmpty(), path);
        var named = new TreeSet<String>();
        for (var parameter : operation.path("parameters")) {
            assertTrue(parameter.has("schema"), path);
            if (parameter.get("in").asText().equals("path")) {
                assertTrue(parameter.get("required").asBoolean(), path);
                named.add(parameter.get("name").asText());
            }
        }
        var inPath = new TreeSet<String>();
        Pattern.compile("\\{(\\w+)}").matcher(path).results().forEach(found -> inPath.add(found.group(1)));
        assertEquals(inPath, named, path);
        assertFalse(operation.get("responses").isEmpty(), path);
        for (var response : operation.get("responses").properties()) {
            assertTrue(response.getKey().matches("[1-5][0-9]{2}"), path);
            assertTrue(api.resolved(response.getValue()).get("description").isTextual(), path);
        }
        var schemes = api.document().at("/components/securitySchemes");
        for (var way : operation.get("security")) {
            way.fieldNames().forEachRemaining(name -> assertTrue(schemes.has(name), name));
        }
    }

    /** The reference has a row for everything that is served. */
    @Test
    void hasAllThatTheReferenceHasAndNothingElse() throws Exception {
        var text = Files.readString(Path.of("docs/REFERENCE.md"));
        var section = text.substring(text.indexOf("## The dashboard's port"));
        var rows = new TreeSet<String>();
        Pattern.compile("(?m)^\\| `(GET|POST|DELETE) (/\\S*)` \\|")
                .matcher(section.substring(0, section.indexOf("\n## ", 1)))
                .results()
                .map(row -> row.group(1) + " "
                        + row.group(2).replace("APP", "{app}").replace("ID", "{id}"))
                .filter(row -> !row.equals("GET /"))
                .forEach(rows::add);
        assertTrue(rows.remove("POST /api/v1/apps/{app}/ACTION"));
        List.of("poll", "deploy", "rollback", "pause", "resume")
                .forEach(each -> rows.add("POST /api/v1/apps/{app}/" + each));
        var documented = new TreeSet<String>();
        api.document()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertEquals(rows, documented);
    }

    @Test
    void allThatItHasIsServed() throws Exception {
        try (var open = new Open()) {
            for (var path : api.document().get("paths").properties()) {
                for (var operation : path.getValue().properties()) {
                    var method = operation.getKey().toUpperCase(Locale.ROOT);
                    var status = open.status(
                            method, path.getKey().replace("{app}", "web").replace("{id}", "7"));
                    assertTrue(status != 404 && status != 405, method + " " + path.getKey() + ": " + status);
                    assertTrue(
                            operation.getValue().get("responses").has(String.valueOf(status)),
                            method + " " + path.getKey() + ": " + status);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /healthz, /healthz",
        "GET, /readyz, /readyz",
        "GET, /api/v1/session, /api/v1/session",
        "DELETE, /api/v1/session, /api/v1/session",
        "POST, /api/v1/apps/{app}/deploy, /api/v1/apps/web/deploy",
        "POST, /api/v1/apps/{app}/deploy, /api/v1/apps/api/deploy",
        "POST, /api/v1/apps/{app}/pause, /api/v1/apps/web/pause",
        "GET, /api/v1/apps/{app}, /api/v1/apps/api",
        "GET, /api/v1/apps/{app}/deployments, /api/v1/apps/web/deployments?n=0",
        "GET, /api/v1/deployments/{id}, /api/v1/deployments/8",
        "GET, /api/v1/openapi.json, /api/v1/openapi.json",
        "GET, /metrics, /metrics",
    })
    void whatIsAnsweredIsAsItSays(String method, String template, String path) throws Exception {
        try (var open = new Open()) {
            var answer = open.send(method, path);
            var type = answer.headers().firstValue("Content-Type").orElse("");
            assertEquals(List.of(), api.faults(method, template, answer.statusCode(), type, answer.body()));
        }
    }

    @Test
    void anAnswerThatIsNotAsItSaysIsFound() throws Exception {
        assertFalse(api.faults("GET", "/healthz", 200, "application/json", "{\"status\":\"fine\"}")
                .isEmpty());
        assertFalse(api.faults("GET", "/healthz", 200, "application/json", "{}").isEmpty());
        assertFalse(api.faults("GET", "/healthz", 418, "application/json", "{}").isEmpty());
    }

    /** A listener and one who may act at it. */
    private static final class Open implements AutoCloseable {
        private final HttpClient client = HttpClient.newHttpClient();
        private final DashboardListener listener;

        Open() throws Exception {
            var tokens = List.of(new AccessSpec.Token("test", new Secret(TOKEN)));
            var access = new AccessSpec(Optional.of(new Secret("correct horse")), tokens, Optional.empty(), false);
            var spec = new DashboardSpec("127.0.0.1", 0, List.of(), access, true);
            var time = new ManualTime();
            var facts = new FakeFacts();
            facts.end = Optional.of("succeeded");
            listener = new DashboardListener(
                    () -> spec,
                    new Sources(
                            new Readiness(List::of, () -> {}, () -> {}),
                            facts,
                            new Changes(),
                            new Metrics(time, "1"),
                            new FakeOperations()),
                    "1",
                    time);
            listener.start(spec);
        }

        HttpRequest request(String method, String path) {
            return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
                    .header("Authorization", "Bearer " + TOKEN)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
        }

        HttpResponse<String> send(String method, String path) throws Exception {
            return client.send(request(method, path), HttpResponse.BodyHandlers.ofString());
        }

        /** Without waiting for a body, which an event stream never ends. */
        int status(String method, String path) throws Exception {
            var answer = client.send(request(method, path), HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            return answer.statusCode();
        }

        @Override
        public void close() {
            listener.close();
            client.shutdownNow();
        }
    }
}
