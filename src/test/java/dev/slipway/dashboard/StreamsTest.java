package dev.slipway.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.ManualTime;
import dev.slipway.deploy.Time;
import dev.slipway.model.Blame;
import dev.slipway.model.DashboardSpec;
import dev.slipway.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over a real listener, read from a raw socket. */
@Timeout(30)
class StreamsTest {
    private static final DashboardSpec ANYWHERE = new DashboardSpec("127.0.0.1", 0);

    private final FakeFacts facts = new FakeFacts();
    private final Changes changes = new Changes();
    private final List<Socket> sockets = new ArrayList<>();
    private Optional<DashboardListener> open = Optional.empty();

    @AfterEach
    void close() throws IOException {
        open.ifPresent(DashboardListener::close);
        for (var socket : sockets) {
            socket.close();
        }
    }

    @Test
    void tellsAllAtFirstAndThenWhatHasChanged() throws Exception {
        listen(new SystemTime());
        var events = get("/api/v1/events");
        assertEquals("HTTP/1.1 200 OK", events.readLine());
        assertEquals("{\"is\":\"status\"}", next(events, "status"));
        changes.stateSet("web");
        assertEquals("{\"is\":\"app web\"}", next(events, "status"));
        changes.stateSet("gone");
        assertEquals("{\"app\":\"gone\"}", next(events, "status"));
    }

    @Test
    void hintsToAskAgainWhereItCannotTell() throws Exception {
        facts.trouble = Optional.of(new DeployException(Blame.HOST, "Docker is gone", ""));
        listen(new SystemTime());
        assertEquals("{}", next(get("/api/v1/events"), "status"));
    }

    @Test
    void saysThatItIsStillThere() throws Exception {
        listen(new ManualTime()); // on which each wait takes no time
        assertEquals("{}", next(get("/api/v1/events"), "ping"));
    }

    @Test
    void followsALogToItsEnd() throws Exception {
        listen(new SystemTime());
        facts.lines.add("one");
        var log = get("/api/v1/deployments/7/log", "Accept: text/event-stream");
        assertEquals("id: 1", line(log, "id: "));
        assertEquals("data: one", log.readLine());
        facts.lines.addAll(List.of("two", "three"));
        assertEquals("id: 2", line(log, "id: "));
        facts.end = Optional.of("succeeded");
        assertEquals("succeeded", next(log, "end"));
        Await.until(
                "nobody listens any more",
                Duration.ofSeconds(5),
                () -> open.orElseThrow().listeners() == 0);
    }

    @Test
    void goesOnWhereAListenerWas() throws Exception {
        listen(new SystemTime());
        facts.lines.addAll(List.of("one", "two", "three"));
        facts.end = Optional.of("failed");
        var log = get("/api/v1/deployments/7/log", "Accept: text/event-stream", "Last-Event-ID: 2");
        assertEquals("id: 3", line(log, "id: "));
        assertEquals("data: three", log.readLine());
        assertEquals("failed", next(log, "end"));
    }

    @Test
    void aLogThatIsNotThereIsNotFound() throws Exception {
        listen(new SystemTime());
        assertEquals(
                "HTTP/1.1 404 Not Found",
                get("/api/v1/deployments/8/log", "Accept: text/event-stream").readLine());
    }

    @Test
    void soManyMayListenAndAPlaceIsFreeAgainWhenOneGoes() throws Exception {
        listen(new SystemTime());
        for (int i = 0; i < Streams.MOST; i++) {
            assertEquals("HTTP/1.1 200 OK", get("/api/v1/events").readLine());
        }
        assertEquals("HTTP/1.1 503 Service Unavailable", get("/api/v1/events").readLine());
        assertEquals("HTTP/1.1 200 OK", get("/healthz").readLine());
        for (var socket : sockets) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
        Await.until("nobody listens any more", Duration.ofSeconds(20), () -> {
            changes.stateSet("web");
            return open.orElseThrow().listeners() == 0;
        });
    }

    @Test
    void whoDoesNotReadIsDropped() throws Exception {
        facts.padding = "x".repeat(8 * 1024 * 1024); // more than the system holds for a socket
        var time = new ManualTime();
        listen(time);
        var unread = get("/api/v1/events");
        assertTrue(unread.readLine().contains("200"));
        Await.until("it is dropped", Duration.ofSeconds(20), () -> {
            time.pass(Duration.ofSeconds(11));
            return open.orElseThrow().listeners() == 0;
        });
    }

    @Test
    void itsCloseEndsThemAll() throws Exception {
        listen(new SystemTime());
        var events = get("/api/v1/events");
        next(events, "status");
        open.orElseThrow().close();
        var last = events.readLine();
        while (last != null) {
            last = events.readLine();
        }
    }

    private void listen(Time time) throws DeployException {
        var listener = new DashboardListener(
                () -> ANYWHERE,
                new Sources(
                        new Readiness(List::of, () -> {}, () -> {}),
                        facts,
                        changes,
                        new Metrics(time, "1"),
                        new FakeOperations()),
                "1",
                time);
        open = Optional.of(listener);
        listener.start(ANYWHERE);
    }

    private BufferedReader get(String path, String... headers) throws IOException {
        var socket = new Socket("127.0.0.1", open.orElseThrow().port());
        sockets.add(socket);
        var head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers)
                + (headers.length == 0 ? "" : "\r\n") + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The data of the next event of this type. */
    private static String next(BufferedReader events, String type) throws IOException {
        assertEquals("event: " + type, line(events, "event: " + type));
        return events.readLine().substring("data: ".length());
    }

    private static String line(BufferedReader events, String start) throws IOException {
        var line = events.readLine();
        while (!line.startsWith(start)) {
            line = events.readLine();
        }
        return line;
    }
}
