package dev.slipway.dashboard;

import dev.slipway.deploy.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Server-sent events to one listener, as WHATWG's HTML standard has them. */
final class EventStream {
    /** Between two looks at what there is to tell. */
    private static final Duration BEAT = Duration.ofMillis(250);

    /** Proxies and browsers give up on a connection that is silent for a minute or less. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private static final int FLUSH_BYTES = 16 * 1024;
    private static final int RETRY_MILLIS = 3000;

    private final OutputStream out;
    private final Time time;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private Duration spoke;

    EventStream(OutputStream out, Time time) {
        this.out = out;
        this.time = time;
        this.spoke = time.elapsed();
        add("retry: " + RETRY_MILLIS + "\n\n");
    }

    /** @param data one line */
    void event(String type, String data) throws IOException {
        write("event: " + type + "\ndata: " + data + "\n\n");
    }

    /**
     * One of a numbered series, so that a listener that comes again can say where it was.
     *
     * @param data one line
     */
    void message(long number, String data) throws IOException {
        write("id: " + number + "\ndata: " + data + "\n\n");
    }

    private void write(String text) throws IOException {
        add(text);
        if (waiting.size() >= FLUSH_BYTES) {
            flush();
        }
    }

    private void add(String text) {
        waiting.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends what was not sent yet, waits a moment, and says that it is still there if nothing else was said for long. */
    void beat() throws IOException, InterruptedException {
        if (time.elapsed().minus(spoke).compareTo(SILENCE) >= 0) {
            event("ping", "{}");
        }
        flush();
        time.sleep(BEAT);
    }

    void flush() throws IOException {
        if (waiting.size() > 0) {
            out.write(waiting.toByteArray());
            waiting.reset();
            spoke = time.elapsed();
        }
    }
}
