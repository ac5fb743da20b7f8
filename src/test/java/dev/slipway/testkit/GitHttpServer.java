package dev.slipway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A smart-HTTP Git server on loopback: the JDK's HTTP server in front of the real {@code git http-backend}. It can be told
 * to want a password, or to answer like a server in trouble.
 */
public final class GitHttpServer implements AutoCloseable {
    private static final int BACKLOG = 0;
    private static final int LENGTH_UNKNOWN = 0;
    private static final int NO_BODY = -1;

    private final Path root;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, String> redirects = new ConcurrentHashMap<>();
    private final AtomicInteger authorizations = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<String> authorization = Optional.empty();
    private volatile Optional<HttpHandler> lfs = Optional.empty();
    private volatile boolean oldProtocol;
    private volatile Optional<Answer> trouble = Optional.empty();
    private volatile OptionalInt silentAfter = OptionalInt.empty();

    private GitHttpServer(Path root, HttpServer server) {
        this.root = root;
        this.server = server;
    }

    /** Serves the bare repositories that are or will be in {@code root}, on a port of the system's choice. */
    public static GitHttpServer serve(Path root) throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        var served = new GitHttpServer(root.toAbsolutePath(), http);
        http.createContext("/", served::handle);
        http.setExecutor(served.threads);
        http.start();
        return served;
    }

    /** Where {@code repo}, a repository in the root, is found: {@code http://127.0.0.1:PORT/NAME}. */
    public String url(GitRepo repo) {
        return url("/" + root.relativize(repo.path()));
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** From now on, whoever does not bring these is answered with 401. */
    public void requirePassword(String username, String password) {
        var pair = Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
        authorization = Optional.of("Basic " + pair);
    }

    /** From now on, everything is answered so. */
    public void answerAll(Answer answer) {
        trouble = Optional.of(answer);
    }

    /** From now on, it says nothing more once so much of an answer is said: shorter answers than that are whole. */
    public void fallSilentAfter(int bytes) {
        silentAfter = OptionalInt.of(bytes);
    }

    /** From now on, it serves again. */
    public void answerNormally() {
        trouble = Optional.empty();
        silentAfter = OptionalInt.empty();
    }

    /** From now on, whoever asks for the one path is sent to the other, which may have a query. */
    public void redirect(String path, String to) {
        redirects.put(path, to);
    }

    /** From now on, it speaks the protocol of before 2018, as old forges do. */
    public void speakOldProtocol() {
        oldProtocol = true;
    }

    /** What was asked so far, oldest first: {@code GET /web.git/info/refs}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** From now on, what is asked of Git LFS is answered by this one, at the URLs beside the repositories. */
    public void answerLfsBy(HttpHandler handler) {
        lfs = Optional.of(handler);
    }

    /** How many of the requests brought credentials, whatever these were. */
    public int authorizations() {
        return authorizations.get();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** An answer that is the same for every request. */
    public record Answer(int status, String header, String value, String body) {
        public static Answer status(int status) {
            return new Answer(status, "Content-Type", "text/plain", "trouble\n");
        }

        public static Answer html(String body) {
            return new Answer(200, "Content-Type", "text/html; charset=utf-8", body);
        }

        public static Answer redirect(String to) {
            return new Answer(302, "Location", to, "");
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            if (exchange.getRequestHeaders().containsKey("Authorization")) {
                authorizations.incrementAndGet();
            }
            if (trouble.isPresent()) {
                answer(exchange, trouble.get());
            } else if (authorization.isPresent()
                    && !authorization.get().equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
                exchange.sendResponseHeaders(401, NO_BODY);
            } else if (redirects.containsKey(exchange.getRequestURI().getPath())) {
                answer(
                        exchange,
                        Answer.redirect(redirects.get(exchange.getRequestURI().getPath())));
            } else if (lfs.isPresent() && exchange.getRequestURI().getPath().contains(".git/info/lfs/")) {
                lfs.get().handle(exchange);
            } else {
                backend(exchange);
            }
        }
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        var body = answer.body().getBytes(UTF_8);
        exchange.getResponseHeaders().set(answer.header(), answer.value());
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? NO_BODY : body.length);
        exchange.getResponseBody().write(body);
    }

    /** CGI, RFC 3875, as far as git-http-backend reads it. */
    private void backend(HttpExchange exchange) throws IOException {
        var builder = new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        var environment = builder.environment();
        var uri = exchange.getRequestURI();
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", uri.getPath());
        environment.put("QUERY_STRING", Optional.ofNullable(uri.getRawQuery()).orElse(""));
        environment.put("REMOTE_ADDR", "127.0.0.1");
        pass(exchange, "Content-Type", builder, "CONTENT_TYPE");
        pass(exchange, "Content-Encoding", builder, "HTTP_CONTENT_ENCODING");
        if (!oldProtocol) {
            pass(exchange, "Git-Protocol", builder, "GIT_PROTOCOL");
        }
        var process = builder.start();
        try {
            try (var stdin = process.getOutputStream()) {
                exchange.getRequestBody().transferTo(stdin);
            }
            try (var stdout = new BufferedInputStream(process.getInputStream())) {
                exchange.sendResponseHeaders(copyHeaders(stdout, exchange), LENGTH_UNKNOWN);
                say(stdout, exchange);
            }
        } finally {
            process.destroy();
        }
    }

    private void say(InputStream answer, HttpExchange exchange) throws IOException {
        var body = exchange.getResponseBody();
        var silent = silentAfter;
        if (silent.isPresent()) {
            body.write(answer.readNBytes(silent.getAsInt()));
            body.flush();
            if (answer.read() >= 0) {
                untilClosed();
            }
        }
        answer.transferTo(body);
    }

    private void untilClosed() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("the server is closed");
    }

    private static void pass(HttpExchange exchange, String header, ProcessBuilder to, String variable) {
        Optional.ofNullable(exchange.getRequestHeaders().getFirst(header))
                .ifPresent(value -> to.environment().put(variable, value));
    }

    private static int copyHeaders(InputStream from, HttpExchange to) throws IOException {
        int status = 200;
        for (var line = readLine(from); !line.isEmpty(); line = readLine(from)) {
            var name = line.substring(0, line.indexOf(':'));
            var value = line.substring(line.indexOf(':') + 1).strip();
            if (name.equals("Status")) {
                status = Integer.parseInt(value.substring(0, value.indexOf(' ')));
            } else {
                to.getResponseHeaders().add(name, value);
            }
        }
        return status;
    }

    private static String readLine(InputStream from) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = from.read(); next >= 0 && next != '\n'; next = from.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(ISO_8859_1);
    }
}
