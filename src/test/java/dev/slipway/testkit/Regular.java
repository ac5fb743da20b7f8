package dev.slipway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.deploy.Time;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A visitor who keeps a connection and asks for the front page by it again and again, until an answer says that it is the last
 * by this connection. Unlike a browser it asks nothing twice: a connection that is gone is a request that failed.
 */
public final class Regular implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final long FEWEST_FOR_A_VERDICT = 50;
    private static final Time TIME = new SystemTime();

    private final int port;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Set<String> pages = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean going = true;

    private Regular(int port) {
        this.port = port;
        thread = Thread.ofVirtual().unstarted(this::visit);
    }

    /** One who visits that port of this machine until it is closed. */
    public static Regular of(int port) {
        var regular = new Regular(port);
        regular.thread.start();
        return regular;
    }

    /** Every page that was answered so far, each once. */
    public Set<String> pages() {
        return Set.copyOf(pages);
    }

    /** How many requests were answered so far. */
    public long answered() {
        return answered.get();
    }

    /** What failed so far. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** Stops, and holds that there were many requests over few connections, and that every one was answered. */
    public void assertNotOneRequestFailed() {
        close();
        assertEquals(List.of(), failures, "failed requests, " + answered + " were answered");
        assertTrue(answered.get() >= FEWEST_FOR_A_VERDICT, "only " + answered + " requests were made");
        assertTrue(connections.get() * 2 < answered.get(), connections + " connections for " + answered + " requests");
    }

    @Override
    public void close() {
        going = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void visit() {
        while (going) {
            connections.incrementAndGet();
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
                socket.setSoTimeout(PATIENCE_MILLIS);
                var in = new BufferedInputStream(socket.getInputStream());
                var goesOn = true;
                while (going && goesOn) {
                    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: app\r\n\r\n".getBytes(UTF_8));
                    goesOn = read(in);
                    answered.incrementAndGet();
                    TIME.sleep(PAUSE);
                }
            } catch (IOException e) {
                failures.add(TIME.now() + " " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Returns whether another request may follow. */
    private boolean read(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed after \"" + head.toString(UTF_8) + "\"");
            }
            head.write(next);
        }
        var lines = head.toString(UTF_8)
                .lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .toList();
        if (!lines.getFirst().startsWith("http/1.1 200 ")) {
            throw new IOException("answered " + lines.getFirst());
        }
        int length = lines.stream()
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(
                        line.substring("content-length:".length()).strip()))
                .findFirst()
                .orElseThrow(() -> new IOException("an answer without a length: " + lines));
        var body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("closed in the middle of an answer");
        }
        pages.add(new String(body, UTF_8).strip());
        return !lines.contains("connection: close");
    }
}
