package dev.slipway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A forge with one repository, {@code me/app}, on loopback: takes commit statuses and, as GitHub, deployments, and refuses what is
 * not as GitHub and Gitea document it. Who may not write is refused before anything is looked at.
 *
 * @see <a href="https://docs.github.com/en/rest/deployments/statuses?apiVersion=2022-11-28">GitHub's documentation</a>
 * @see <a href="https://gitea.com/api/swagger#/repository/repoCreateStatus">Gitea's</a>
 */
public final class ForgeServer implements AutoCloseable {
    public static final String REPOSITORY = "me/app";
    public static final String TOKEN = "forge-token-4711";
    /** Sees the repository, and may write nothing. */
    public static final String READING_TOKEN = "forge-token-that-reads";

    private static final Pattern STATUSES = Pattern.compile("/statuses/([0-9a-f]{40})");
    private static final Pattern DEPLOYMENT_STATUSES = Pattern.compile("/deployments/([0-9]+)/statuses");
    private static final int LONGEST_DESCRIPTION = 140;

    private final boolean gitea;
    private final String base;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, ArrayNode> statuses = new LinkedHashMap<>();
    private final Map<Long, ObjectNode> deployments = new LinkedHashMap<>();
    private final Map<Long, ArrayNode> deploymentStatuses = new LinkedHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final Queue<Trouble> troubles = new ArrayDeque<>();
    private Optional<Trouble> lasting = Optional.empty();

    private ForgeServer(boolean gitea, int port) throws IOException {
        this.gitea = gitea;
        this.base = gitea ? "/api/v1" : "/api/v3";
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public static ForgeServer github() throws IOException {
        return githubAt(0);
    }

    public static ForgeServer githubAt(int port) throws IOException {
        return new ForgeServer(false, port);
    }

    public static ForgeServer gitea() throws IOException {
        return new ForgeServer(true, 0);
    }

    /** @param headers name and value in turn */
    private record Trouble(int status, String body, boolean afterwards, List<String> headers) {}

    /** Refuses the next request that would write, so. */
    public synchronized ForgeServer once(int status, String body, String... headers) {
        troubles.add(new Trouble(status, body, false, List.of(headers)));
        return this;
    }

    /** Carries the next request that would write out, and then says that it could not. */
    public synchronized ForgeServer losingTheNextAnswer() {
        troubles.add(new Trouble(502, "", true, List.of()));
        return this;
    }

    /** Refuses every request that would write, so; until it is empty. */
    public synchronized ForgeServer always(Optional<Integer> status) {
        lasting = status.map(it -> new Trouble(it, "{\"message\": \"Server Error\"}", false, List.of()));
        return this;
    }

    public String api() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + base;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** What a commit was marked with, oldest first. */
    public synchronized List<JsonNode> statuses(String commit) {
        return list(statuses.getOrDefault(commit, JsonNodeFactory.instance.arrayNode()));
    }

    /** The same, as {@code state: description}. */
    public List<String> marks(String commit) {
        return statuses(commit).stream().map(ForgeServer::mark).toList();
    }

    private static String mark(JsonNode status) {
        return status.get("state").asText() + ": " + status.get("description").asText();
    }

    public synchronized List<JsonNode> deployments() {
        return deployments.values().stream().<JsonNode>map(ObjectNode::deepCopy).toList();
    }

    /** What was said of a deployment, oldest first. */
    public synchronized List<JsonNode> deploymentStatuses(JsonNode deployment) {
        return list(deploymentStatuses.get(deployment.get("id").asLong()));
    }

    /** The same, as {@code state: description}. */
    public List<String> course(JsonNode deployment) {
        return deploymentStatuses(deployment).stream().map(ForgeServer::mark).toList();
    }

    private static List<JsonNode> list(ArrayNode array) {
        var list = new ArrayList<JsonNode>();
        array.deepCopy().forEach(list::add);
        return list;
    }

    /** Method and path of all that came, in order. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private record Answer(int status, Object body, List<String> headers) {
        Answer(int status, Object body) {
            this(status, body, List.of());
        }

        static Answer message(int status, String text) {
            return new Answer(status, JsonNodeFactory.instance.objectNode().put("message", text));
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var answer = answer(exchange, text);
            for (int i = 0; i < answer.headers().size(); i += 2) {
                exchange.getResponseHeaders()
                        .add(answer.headers().get(i), answer.headers().get(i + 1));
            }
            var body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private synchronized Answer answer(HttpExchange exchange, String text) throws IOException {
        var method = exchange.getRequestMethod();
        requests.add(method + " " + exchange.getRequestURI());
        var path = exchange.getRequestURI().getPath();
        var root = base + "/repos/" + REPOSITORY;
        var writes = method.equals("POST");
        var token = token(exchange);
        if (token.isEmpty()) {
            return Answer.message(401, "Bad credentials");
        }
        if (!path.startsWith(root)) {
            return Answer.message(404, "Not Found");
        }
        if (writes && !token.get().equals(TOKEN)) {
            return Answer.message(403, "Resource not accessible by personal access token");
        }
        var trouble =
                Optional.ofNullable(writes ? troubles.poll() : null).or(() -> writes ? lasting : Optional.empty());
        if (trouble.isPresent() && !trouble.get().afterwards()) {
            return refusal(trouble.get());
        }
        var answer = writes
                ? write(exchange, path.substring(root.length()), text)
                : read(exchange, path.substring(root.length()));
        return trouble.map(ForgeServer::refusal).orElse(answer);
    }

    private static Answer refusal(Trouble trouble) {
        return new Answer(trouble.status(), trouble.body(), trouble.headers());
    }

    private Optional<String> token(HttpExchange exchange) {
        var scheme = gitea ? "token " : "Bearer ";
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .filter(header -> header.startsWith(scheme))
                .map(header -> header.substring(scheme.length()))
                .filter(Set.of(TOKEN, READING_TOKEN)::contains);
    }

    private Answer read(HttpExchange exchange, String below) {
        if (below.isEmpty()) {
            return new Answer(
                    200, JsonNodeFactory.instance.objectNode().put("id", 1).put("full_name", REPOSITORY));
        }
        if (gitea || !below.equals("/deployments")) {
            return Answer.message(404, "Not Found");
        }
        var query = Arrays.stream(exchange.getRequestURI().getRawQuery().split("&"))
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .collect(Collectors.toSet());
        var found = JsonNodeFactory.instance.arrayNode();
        deployments.values().stream()
                .filter(each -> query.contains("sha=" + each.get("sha").asText())
                        && query.contains(
                                "environment=" + each.get("environment").asText())
                        && query.contains("task=" + each.get("task").asText()))
                .forEach(found::add);
        return new Answer(200, found);
    }

    private Answer write(HttpExchange exchange, String below, String text) throws IOException {
        if (!String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                .startsWith("application/json")) {
            return Answer.message(415, "not JSON");
        }
        if (!gitea
                && !"application/vnd.github+json"
                        .equals(exchange.getRequestHeaders().getFirst("Accept"))) {
            return Answer.message(415, "Unsupported 'Accept' header");
        }
        var body = new ObjectMapper().readTree(text);
        var status = STATUSES.matcher(below);
        if (status.matches()) {
            return setStatus(status.group(1), body);
        }
        var deploymentStatus = DEPLOYMENT_STATUSES.matcher(below);
        if (!gitea && deploymentStatus.matches()) {
            return setDeploymentStatus(Long.parseLong(deploymentStatus.group(1)), body);
        }
        return !gitea && below.equals("/deployments") ? deploy(body) : Answer.message(404, "Not Found");
    }

    private Answer setStatus(String sha, JsonNode body) {
        var form = form(
                body,
                Map.of(
                        "state",
                        word("error", "failure", "pending", "success"),
                        "target_url",
                        JsonNode::isTextual,
                        "description",
                        description(),
                        "context",
                        JsonNode::isTextual),
                Set.of("state"));
        if (form.isPresent()) {
            return form.get();
        }
        if (sha.equals("0".repeat(40))) {
            return Answer.message(gitea ? 500 : 422, "No commit found for SHA: " + sha);
        }
        statuses.computeIfAbsent(sha, key -> JsonNodeFactory.instance.arrayNode())
                .add(body);
        return new Answer(201, body);
    }

    private Answer deploy(JsonNode body) {
        var form = form(
                body,
                Map.of(
                        "ref", JsonNode::isTextual,
                        "task", JsonNode::isTextual,
                        "auto_merge", JsonNode::isBoolean,
                        "required_contexts", JsonNode::isArray,
                        "payload", value -> value.isObject() || value.isTextual(),
                        "environment", JsonNode::isTextual,
                        "description", description(),
                        "transient_environment", JsonNode::isBoolean,
                        "production_environment", JsonNode::isBoolean),
                Set.of("ref"));
        if (form.isPresent()) {
            return form.get();
        }
        if (body.get("ref").asText().equals("0".repeat(40))) {
            return Answer.message(422, "No ref found for: " + body.get("ref").asText());
        }
        // Without these two, GitHub merges branches and waits for other checks.
        if (body.path("auto_merge").asBoolean(true)
                || body.path("required_contexts").isMissingNode()) {
            return Answer.message(409, "Conflict: Commit status checks failed for master.");
        }
        var id = deployments.size() + 70_000_000_001L;
        var made = JsonNodeFactory.instance.objectNode();
        made.put("url", api() + "/repos/" + REPOSITORY + "/deployments/" + id);
        made.put("id", id);
        made.put("sha", body.get("ref").asText());
        made.setAll((ObjectNode) body);
        deployments.put(id, made);
        deploymentStatuses.put(id, JsonNodeFactory.instance.arrayNode());
        return new Answer(201, made);
    }

    private Answer setDeploymentStatus(long id, JsonNode body) {
        var form = form(
                body,
                Map.of(
                        "state",
                        word("error", "failure", "inactive", "in_progress", "queued", "pending", "success"),
                        "target_url",
                        JsonNode::isTextual,
                        "log_url",
                        JsonNode::isTextual,
                        "description",
                        description(),
                        "environment",
                        JsonNode::isTextual,
                        "environment_url",
                        JsonNode::isTextual,
                        "auto_inactive",
                        JsonNode::isBoolean),
                Set.of("state"));
        if (form.isPresent()) {
            return form.get();
        }
        if (!deployments.containsKey(id)) {
            return Answer.message(404, "Not Found");
        }
        deploymentStatuses.get(id).add(body);
        return new Answer(201, body);
    }

    private static Predicate<JsonNode> word(String... words) {
        return value -> value.isTextual() && Set.of(words).contains(value.asText());
    }

    private static Predicate<JsonNode> description() {
        return value -> value.isTextual() && value.asText().length() <= LONGEST_DESCRIPTION;
    }

    /** What is wrong with a body: a key that is not documented, a value that is not as documented, or one missing. */
    private static Optional<Answer> form(JsonNode body, Map<String, Predicate<JsonNode>> keys, Set<String> required) {
        for (var key : required) {
            if (!body.has(key)) {
                return Optional.of(Answer.message(422, "missing: " + key));
            }
        }
        var names = body.fieldNames();
        while (names.hasNext()) {
            var name = names.next();
            if (!keys.containsKey(name) || !keys.get(name).test(body.get(name))) {
                return Optional.of(Answer.message(422, "not as documented: " + name + " " + body.get(name)));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
