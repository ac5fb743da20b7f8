package dev.slipway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * The Docker engine of this machine as if it knew no newer API version than one: it says so when it is asked, and refuses every
 * request that does not name exactly that version. A connection is otherwise passed through as it is.
 */
public final class ApiVersionProxy implements AutoCloseable {
    private static final Path ENGINE = SharedEngine.socket();
    private static final Pattern NEGOTIATION = Pattern.compile("(/v[0-9.]+)?/(_ping|version)");
    /** {@code Api-Version: 1.41} in a header, {@code "ApiVersion":"1.41"} in JSON, but not {@code "MinAPIVersion"}. */
    private static final Pattern NEWEST_VERSION = Pattern.compile("(?<!Min)(A[Pp][Ii]-?Version\"?: ?\"?)\\d\\.\\d\\d");

    private final Set<String> spoken = ConcurrentHashMap.newKeySet();
    private volatile String version;
    private final Path socket;
    private final ServerSocketChannel listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> passed = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<Throwable> troubles = new CopyOnWriteArrayList<>();

    private ApiVersionProxy(String version, Path socket, ServerSocketChannel listener) {
        this.version = version;
        this.spoken.add(version);
        this.socket = socket;
        this.listener = listener;
    }

    /**
     * Listens in {@code folder}.
     *
     * @param version such as {@code 1.39}: of one digit and two, as the engine's own
     */
    public static ApiVersionProxy speaking(String version, Path folder) throws IOException {
        var socket = folder.resolve("docker-" + version + ".sock");
        var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        var proxy = new ApiVersionProxy(version, socket, listener);
        proxy.threads.execute(proxy::listen);
        return proxy;
    }

    /** As if another version of the engine had been installed, and the engine started again. */
    public void speakFromNowOn(String other) {
        version = other;
        spoken.retainAll(Set.of(other));
        spoken.add(other);
    }

    /** The same, of a newer engine, which still understands the version of before. */
    public void learn(String newer) {
        spoken.add(newer);
        version = newer;
    }

    public String url() {
        return "unix://" + socket;
    }

    /** What was passed on, oldest first: {@code GET /v1.39/containers/json}. */
    public List<String> passed() {
        return List.copyOf(passed);
    }

    /** What named another version, or none. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    /** What went wrong in the proxy itself. */
    public List<Throwable> troubles() {
        return List.copyOf(troubles);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }

    private void listen() {
        try {
            while (listener.isOpen()) {
                var client = listener.accept();
                threads.execute(() -> serve(client));
            }
        } catch (AsynchronousCloseException e) {
            // It was closed.
        } catch (IOException e) {
            troubles.add(e);
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                var engine = SocketChannel.open(UnixDomainSocketAddress.of(ENGINE))) {
            var answers = CompletableFuture.runAsync(() -> passAnswers(engine, client), threads);
            var requests = new HttpRequests(client, engine);
            if (passAll(requests, client)) {
                requests.end();
                answers.join(); // after a sender has said all, it may still be listening
            }
        } catch (ClosedChannelException e) {
            // Either side hung up, as it may.
        } catch (IOException e) {
            if (!"Broken pipe".equals(e.getMessage()) && !"Connection reset by peer".equals(e.getMessage())) {
                troubles.add(e);
            }
        }
    }

    /** Whether all went through, and the connection is still good. */
    private boolean passAll(HttpRequests requests, SocketChannel client) throws IOException {
        while (requests.readHead()) {
            var path = requests.path();
            if (NEGOTIATION.matcher(path).matches()) {
                write(
                        client,
                        NEWEST_VERSION
                                .matcher(askEngine(requests.method(), path))
                                .replaceAll("$1" + version));
                return false;
            }
            if (spoken.stream().noneMatch(each -> path.startsWith("/v" + each + "/"))) {
                refused.add(requests.method() + " " + path);
                write(client, refusal(path));
                return false;
            }
            passed.add(requests.method() + " " + path);
            requests.pass();
        }
        return true;
    }

    private String refusal(String path) {
        // A real engine begins its refusal with the same two words.
        var body = "{\"message\":\"client version does not fit: this engine speaks API " + version + " alone, not "
                + path + "\"}";
        return "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static String askEngine(String method, String path) throws IOException {
        try (var engine = SocketChannel.open(UnixDomainSocketAddress.of(ENGINE))) {
            write(engine, method + " " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n");
            var answer = new StringBuilder();
            var buffer = ByteBuffer.allocate(HttpRequests.BUFFER_BYTES);
            while (engine.read(buffer.clear()) >= 0) {
                answer.append(ISO_8859_1.decode(buffer.flip()));
            }
            return answer.toString();
        }
    }

    private void passAnswers(SocketChannel engine, SocketChannel client) {
        var buffer = ByteBuffer.allocate(HttpRequests.BUFFER_BYTES);
        try {
            while (engine.read(buffer.clear()) >= 0) {
                write(client, asItsOwn(ISO_8859_1.decode(buffer.flip()).toString()));
            }
            client.close();
        } catch (IOException e) {
            // Either side hung up; whoever still waits for an answer sees it too.
        }
    }

    /** The engine names its newest version in the head of each answer. */
    private String asItsOwn(String answer) {
        var end = answer.startsWith("HTTP/1.1 ") ? answer.indexOf("\r\n\r\n") : -1;
        return end < 0
                ? answer
                : NEWEST_VERSION.matcher(answer.substring(0, end)).replaceAll("$1" + version) + answer.substring(end);
    }

    private static void write(SocketChannel to, String text) throws IOException {
        HttpRequests.writeAll(to, ISO_8859_1.encode(text));
    }
}
