package dev.slipway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server of Git LFS on loopback, as far as git-lfs's docs/api/batch.md and basic-transfers.md go: the real {@code git lfs push} fills
 * it. It may stand beside a Git server, and be told to answer like a server in trouble.
 */
public final class LfsHttpServer implements HttpHandler, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NO_BODY = -1;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<String> authorization = Optional.empty();
    private volatile Optional<String> ticket = Optional.empty();
    private volatile Optional<LfsHttpServer> shelf = Optional.empty();
    private volatile Optional<String> redirect = Optional.empty();
    private volatile Optional<GitHttpServer.Answer> trouble = Optional.empty();
    private volatile boolean silent;

    private LfsHttpServer(HttpServer server) {
        this.server = server;
    }

    /** On a port of the system's choice, with nothing in it. */
    public static LfsHttpServer start() throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var started = new LfsHttpServer(http);
        http.createContext("/", started);
        http.setExecutor(started.threads);
        http.start();
        return started;
    }

    /** What {@code lfs.url} says to come here. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/lfs";
    }

    /** From now on, whoever asks where objects are must bring these. */
    public void requirePassword(String username, String password) {
        authorization =
                Optional.of("Basic " + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8)));
    }

    /** From now on, the objects themselves are at another server, which wants a ticket that this one hands out. */
    public void keepObjectsAt(LfsHttpServer other, String secret) {
        shelf = Optional.of(other);
        ticket = Optional.of(secret);
        other.ticket = Optional.of(secret);
        other.objects.putAll(objects);
    }

    /** From now on, objects are found at another URL, to which this server leads. */
    public void leadTo(LfsHttpServer other) {
        other.objects.putAll(objects);
        redirect = Optional.of(other.url());
    }

    /** From now on, each object has other content. */
    public void replaceAll(byte[] content) {
        objects.replaceAll((oid, before) -> content);
    }

    public void forgetAll() {
        objects.clear();
    }

    /** From now on, everything is answered so. */
    public void answerAll(GitHttpServer.Answer answer) {
        trouble = Optional.of(answer);
    }

    /** From now on, it stops in the middle of each object. */
    public void fallSilent() {
        silent = true;
    }

    public int size() {
        return objects.size();
    }

    /** What was asked so far: method, path, and in brackets the credentials and tickets that came with it. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var headers = exchange.getRequestHeaders();
            requests.add(
                    exchange.getRequestMethod() + " " + path + " [" + headers.getOrDefault("Authorization", List.of())
                            + headers.getOrDefault("X-Ticket", List.of()) + "]");
            if (trouble.isPresent()) {
                var body = trouble.get().body().getBytes(UTF_8);
                exchange.getResponseHeaders()
                        .set(trouble.get().header(), trouble.get().value());
                exchange.sendResponseHeaders(trouble.get().status(), body.length == 0 ? NO_BODY : body.length);
                exchange.getResponseBody().write(body);
            } else if (path.endsWith("/objects/batch")) {
                batch(exchange);
            } else if (exchange.getRequestMethod().equals("PUT")) {
                objects.put(name(path), exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(200, NO_BODY);
            } else {
                give(exchange, path);
            }
        }
    }

    private void batch(HttpExchange exchange) throws IOException {
        if (authorization.isPresent()
                && !authorization.get().equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
            exchange.sendResponseHeaders(401, NO_BODY);
            return;
        }
        var question = JSON.readTree(exchange.getRequestBody());
        var answer = JSON.createObjectNode().put("transfer", "basic");
        var list = answer.putArray("objects");
        question.path("objects").forEach(each -> list.add(object(question, each)));
        var body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.git-lfs+json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private ObjectNode object(JsonNode question, JsonNode asked) {
        var oid = asked.path("oid").asText();
        var node = JSON.createObjectNode()
                .put("oid", oid)
                .put("size", asked.path("size").asLong());
        var operation = question.path("operation").asText();
        if (operation.equals("download") && !objects.containsKey(oid)) {
            node.putObject("error").put("code", 404).put("message", "Object does not exist");
            return node;
        }
        var action = node.putObject("actions").putObject(operation);
        action.put("href", shelf.orElse(this).url() + "/objects/" + oid);
        var header = action.putObject("header");
        ticket.ifPresent(secret -> header.put("X-Ticket", secret));
        node.put("authenticated", true);
        return node;
    }

    private void give(HttpExchange exchange, String path) throws IOException {
        var content = Optional.ofNullable(objects.get(name(path)));
        if (redirect.isPresent()) {
            exchange.getResponseHeaders().set("Location", redirect.get() + "/objects/" + name(path));
            exchange.sendResponseHeaders(302, NO_BODY);
        } else if (ticket.isPresent()
                && !ticket.get().equals(exchange.getRequestHeaders().getFirst("X-Ticket"))) {
            exchange.sendResponseHeaders(403, NO_BODY);
        } else if (content.isEmpty()) {
            exchange.sendResponseHeaders(404, NO_BODY);
        } else {
            exchange.sendResponseHeaders(200, 0);
            var half = content.get().length / 2;
            exchange.getResponseBody().write(content.get(), 0, half);
            exchange.getResponseBody().flush();
            if (silent) {
                untilClosed();
            }
            exchange.getResponseBody().write(content.get(), half, content.get().length - half);
        }
    }

    private void untilClosed() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("the server is closed");
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
