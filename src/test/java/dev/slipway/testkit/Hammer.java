package dev.slipway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.deploy.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a port of this machine for its front page without a pause, each time over a connection of its own, and counts.
 * What it finds between its start and its end is what the app's visitors would have found.
 */
public final class Hammer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final long FEWEST_FOR_A_VERDICT = 50;
    private static final Time TIME = new SystemTime();

    private final int port;
    private final AtomicLong answered = new AtomicLong();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Set<String> pages = ConcurrentHashMap.newKeySet();
    private final Thread visitor;
    private volatile boolean going = true;

    private Hammer(int port) {
        this.port = port;
        visitor = Thread.ofVirtual().unstarted(this::visit);
    }

    public static Hammer on(int port) {
        var hammer = new Hammer(port);
        hammer.visitor.start();
        return hammer;
    }

    /** How many requests were answered so far. */
    public long answered() {
        return answered.get();
    }

    /** Every page that was answered so far, each once. */
    public Set<String> pages() {
        return Set.copyOf(pages);
    }

    /** Stops, and holds that there were many requests and that every one was answered. */
    public void assertNotOneRequestFailed() {
        close();
        assertEquals(List.of(), failures, "failed requests, " + answered + " were answered");
        assertTrue(answered.get() >= FEWEST_FOR_A_VERDICT, "only " + answered + " requests were made");
    }

    @Override
    public void close() {
        going = false;
        try {
            visitor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void visit() {
        try {
            while (going) {
                ask();
                TIME.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        try {
            pages.add(get(port, "/"));
            answered.incrementAndGet();
        } catch (IOException e) {
            failures.add(TIME.now() + " " + e);
        }
    }

    /**
     * The body of one answer with status 200.
     *
     * @throws IOException for any other answer, or none
     */
    public static String get(int port, String path) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(UTF_8));
            var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            int body = answer.indexOf("\r\n\r\n");
            if (!answer.matches("(?s)HTTP/1\\.[01] 200 .*") || body < 0) {
                throw new IOException("answered "
                        + (answer.isEmpty()
                                ? "nothing"
                                : answer.lines().findFirst().orElse("")));
            }
            return answer.substring(body).strip();
        }
    }
}
