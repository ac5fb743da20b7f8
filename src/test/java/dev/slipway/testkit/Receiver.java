package dev.slipway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service that takes messages over HTTP, on loopback: keeps what came, and answers as it is told to, else with 200. */
public final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Reply> replies = new ArrayDeque<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private Reply usual = new Reply(200, "", List.of());

    private Receiver(HttpServer server) {
        this.server = server;
    }

    /** What came in. */
    public record Request(String method, String target, Headers headers, String text) {
        public String header(String name) {
            return headers.getFirst(name);
        }

        public JsonNode json() {
            try {
                return new ObjectMapper().readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @param headers name and value in turn; a status of 0 never answers */
    private record Reply(int status, String body, List<String> headers) {}

    public static Receiver start() throws IOException {
        return startAt(0);
    }

    public static Receiver startAt(int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        var receiver = new Receiver(server);
        server.setExecutor(receiver.threads);
        server.createContext("/", receiver::handle);
        server.start();
        return receiver;
    }

    /** Answers so from now on. */
    public synchronized Receiver answering(int status, String body, String... headers) {
        usual = new Reply(status, body, List.of(headers));
        return this;
    }

    /** Answers so the next time. */
    public synchronized Receiver once(int status, String body, String... headers) {
        replies.add(new Reply(status, body, List.of(headers)));
        return this;
    }

    /** Takes requests, and says nothing. */
    public Receiver hanging() {
        return answering(0, "");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            var reply = next();
            if (reply.status() == 0) {
                released.await();
                return;
            }
            for (int i = 0; i < reply.headers().size(); i += 2) {
                exchange.getResponseHeaders()
                        .add(reply.headers().get(i), reply.headers().get(i + 1));
            }
            var body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Reply next() {
        return replies.isEmpty() ? usual : replies.remove();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** All that came so far, in order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The only one that came. */
    public Request request() {
        if (requests.size() != 1) {
            throw new AssertionError(requests.size() + " requests came, not one");
        }
        return requests.getFirst();
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
