package dev.slipway.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * docker-java's transport over the JDK's own sockets: HTTP/1.1 (RFC 9112), one connection for each request. One that was kept
 * from before a restart of the engine would lead nowhere, which a Unix socket shows only when it is written to: the first call
 * that changes something would fail, since those are not sent twice. A connection to a socket of this machine costs next to
 * nothing, and where each call has its own, no number of streams holds up another.
 *
 * <p>A call ends when its thread is interrupted, or its answer closed. Failures are {@link UncheckedIOException}. A command's
 * input (docker-java's {@code hijackedInput}) is not taken.
 */
final class EngineTransport implements DockerHttpClient {
    /** Said by this class alone. */
    private static final Set<String> OURS = Set.of("host", "connection", "content-length", "transfer-encoding");

    private static final byte[] END_OF_LINE = {'\r', '\n'};
    private static final int CHUNK = 64 * 1024;

    private final Dial dial;
    private final String host;
    private final Consumer<Response> answers;

    /** Opens a connection. */
    @FunctionalInterface
    interface Dial {
        EngineSocket open() throws IOException;
    }

    /**
     * @param host what the engine is called in requests: {@code name:port}, or anything where a Unix socket leads to it
     * @param answers is shown each answer before anybody reads it
     */
    EngineTransport(Dial dial, String host, Consumer<Response> answers) {
        this.dial = dial;
        this.host = host;
        this.answers = answers;
    }

    @Override
    public Response execute(Request request) {
        if (request.hijackedInput() != null) {
            throw new UnsupportedOperationException("commands with input are not sent to the engine");
        }
        try {
            var socket = dial.open();
            try {
                var answer = exchange(socket, request);
                answers.accept(answer);
                return answer;
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EngineAnswer exchange(EngineSocket socket, Request request) throws IOException {
        var in = new BufferedInputStream(socket.in());
        try {
            send(request, socket.out());
        } catch (Refused e) {
            // The engine may say no, and hang up, before it has read all of a body; then its answer is there to be
            // read.
            try {
                return EngineAnswer.read(in, socket);
            } catch (IOException nothingSaid) {
                e.refusal.addSuppressed(nothingSaid);
                throw e.refusal;
            }
        }
        return EngineAnswer.read(in, socket);
    }

    private void send(Request request, OutputStream raw) throws IOException, Refused {
        var out = new BufferedOutputStream(raw, CHUNK);
        var bytes = request.bodyBytes();
        var body = request.body();
        // A GET without a length has no body; anything else would leave the engine guessing.
        var framing = body != null && bytes == null
                ? Map.of("Transfer-Encoding", "chunked")
                : bytes != null || !request.method().equals("GET")
                        ? Map.of("Content-Length", String.valueOf(bytes == null ? 0 : bytes.length))
                        : Map.<String, String>of();
        write(out, head(request, framing));
        if (bytes != null) {
            write(out, bytes);
        } else if (body != null) {
            sendChunks(body, out);
        }
        flush(out);
    }

    private byte[] head(Request request, Map<String, String> framing) {
        var others = request.headers().entrySet().stream()
                .filter(header -> !OURS.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var text = new StringBuilder(request.method() + " " + request.path() + " HTTP/1.1\r\n");
        for (var headers : List.of(Map.of("Host", host, "Connection", "close"), framing, others)) {
            headers.forEach(
                    (name, value) -> text.append(oneLine(name + ": " + value)).append("\r\n"));
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String oneLine(String header) {
        if (header.chars().anyMatch(each -> each == '\r' || each == '\n')) {
            throw new IllegalArgumentException("a header with a line break");
        }
        return header;
    }

    /** What cannot be read of the body is the caller's own failure, and not the engine's word. */
    private static void sendChunks(InputStream body, OutputStream out) throws IOException, Refused {
        var buffer = new byte[CHUNK];
        for (var count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            if (count > 0) {
                write(out, Integer.toHexString(count).getBytes(StandardCharsets.US_ASCII));
                write(out, END_OF_LINE);
                write(out, buffer, count);
                write(out, END_OF_LINE);
            }
            if (body.available() <= 0) {
                // What comes next may be long in coming, and what is here may be waited for.
                flush(out);
            }
        }
        write(out, "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static void write(OutputStream out, byte[] bytes) throws Refused {
        write(out, bytes, bytes.length);
    }

    private static void write(OutputStream out, byte[] bytes, int count) throws Refused {
        try {
            out.write(bytes, 0, count);
        } catch (IOException e) {
            throw new Refused(e);
        }
    }

    private static void flush(OutputStream out) throws Refused {
        try {
            out.flush();
        } catch (IOException e) {
            throw new Refused(e);
        }
    }

    @Override
    public void close() {
        // Nothing is kept: each connection is closed with its answer.
    }

    /** The engine takes no more of a request. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final IOException refusal;

        Refused(IOException refusal) {
            super(refusal);
            this.refusal = refusal;
        }
    }
}
