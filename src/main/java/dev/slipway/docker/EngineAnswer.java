package dev.slipway.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An answer of the engine, whose body is read as it comes. Closing it ends the connection. */
final class EngineAnswer implements DockerHttpClient.Response {
    /** Of its head; the engine's own are a few hundred bytes. */
    private static final int LONGEST_HEAD = 64 * 1024;

    private static final int SWITCHING = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final int status;
    private final Map<String, List<String>> headers;
    private final InputStream body;
    private final Closeable connection;

    private EngineAnswer(int status, Map<String, List<String>> headers, InputStream body, Closeable connection) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.connection = connection;
    }

    /**
     * Reads its head.
     *
     * @throws IOException if what comes is no HTTP, or ends too early
     */
    static EngineAnswer read(InputStream in, Closeable connection) throws IOException {
        int status;
        Map<String, List<String>> headers;
        do {
            var head = new Head(in);
            status = head.status();
            headers = head.headers();
        } while (status < 200 && status != SWITCHING);
        return new EngineAnswer(status, headers, body(in, status, headers), connection);
    }

    private static InputStream body(InputStream in, int status, Map<String, List<String>> headers) throws IOException {
        if (status == NO_CONTENT || status == NOT_MODIFIED) {
            return InputStream.nullInputStream();
        }
        if (headers.getOrDefault("Transfer-Encoding", List.of()).stream().anyMatch("chunked"::equalsIgnoreCase)) {
            return new ChunkedInput(in);
        }
        var length = headers.getOrDefault("Content-Length", List.of());
        return length.isEmpty() ? new Shielded(in) : new MeasuredInput(in, number(length.getFirst()));
    }

    private static long number(String text) throws IOException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException("the engine's answer has no length that can be read: " + text, e);
        }
    }

    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    public Map<String, List<String>> getHeaders() {
        return headers;
    }

    @Override
    public InputStream getBody() {
        return body;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines before a body. */
    private static final class Head {
        private final InputStream in;
        private int left = LONGEST_HEAD;

        Head(InputStream in) {
            this.in = in;
        }

        int status() throws IOException {
            var line = line();
            var words = line.split(" ", 3);
            if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-9][0-9]{2}")) {
                throw new IOException("what answers does not speak HTTP");
            }
            return Integer.parseInt(words[1]);
        }

        Map<String, List<String>> headers() throws IOException {
            var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
            for (var line = line(); !line.isEmpty(); line = line()) {
                var colon = line.indexOf(':');
                if (colon > 0) {
                    headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                            .add(line.substring(colon + 1).strip());
                }
            }
            return headers;
        }

        private String line() throws IOException {
            var line = new ByteArrayOutputStream();
            for (var next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("it hung up without an answer");
                }
                if (--left < 0) {
                    throw new IOException("the head of the engine's answer has no end");
                }
                line.write(next);
            }
            return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
        }
    }

    /** As long as the connection. Closing it leaves that to whoever closes the answer. */
    private static final class Shielded extends FilterInputStream {
        Shielded(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // The answer's to do.
        }
    }
}
