package dev.slipway.bench;

import dev.slipway.SystemTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks a port of loopback for its front page every 2 ms, each time over a connection of its own. For each line on standard input
 * it says what it found since the last one, {@code OUTAGE ASKED FAILED}: the longest time without a good answer, in milliseconds, and
 * how many requests there were and how many of them failed. It ends with its input.
 */
final class Visitor {
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final int PATIENCE_MILLIS = 2_000;
    private static final double NANOS_OF_A_MILLISECOND = 1e6;

    private final SystemTime time = new SystemTime();
    private final int port;
    private Duration good = time.elapsed();
    private Duration outage = Duration.ZERO;
    private long asked;
    private long failed;

    private Visitor(int port) {
        this.port = port;
    }

    /** Arguments: the port. */
    public static void main(String[] arguments) throws IOException {
        var visitor = new Visitor(Integer.parseInt(arguments[0]));
        Thread.ofPlatform().daemon().start(visitor::visit);
        for (var next = System.in.read(); next >= 0; next = System.in.read()) {
            if (next == '\n') {
                System.out.println(visitor.tell());
            }
        }
    }

    private void visit() {
        try {
            while (true) {
                count(isAnswered());
                time.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void count(boolean answered) {
        asked++;
        if (answered) {
            var now = time.elapsed();
            outage = longer(outage, now.minus(good));
            good = now;
        } else {
            failed++;
        }
    }

    /** What has lasted until now counts too. */
    private synchronized String tell() {
        var now = time.elapsed();
        var longest = longer(outage, now.minus(good));
        var words = "%.1f %d %d".formatted(longest.toNanos() / NANOS_OF_A_MILLISECOND, asked, failed);
        outage = Duration.ZERO;
        good = now;
        asked = 0;
        failed = 0;
        return words;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private boolean isAnswered() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.matches("(?s)HTTP/1\\.[01] 200 .*");
        } catch (IOException e) {
            return false;
        }
    }
}
