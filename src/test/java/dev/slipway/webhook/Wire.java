package dev.slipway.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A bare connection: sends exactly the bytes that it is told to. */
final class Wire implements AutoCloseable {
    /** Against a test that hangs; far beyond any answer. */
    private static final int READ_TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static Wire to(int port) {
        try {
            var socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            return new Wire(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each character is a byte. */
    Wire send(String text) {
        return send(text.getBytes(ISO_8859_1));
    }

    Wire send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends although the other end may have closed by now. */
    Wire sendAnyway(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        } catch (IOException e) {
            // it has; its answer, if there was one, is still to be read
        }
        return this;
    }

    Wire endOutput() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer. */
    Reply reply() {
        return maybeReply().orElseThrow(() -> new AssertionError("the connection was closed without an answer"));
    }

    /** The next answer; empty if the connection was closed instead. */
    Optional<Reply> maybeReply() {
        try {
            var statusLine = line();
            if (statusLine.isEmpty()) {
                return Optional.empty();
            }
            var headers = new TreeMap<String, String>();
            for (var line = line(); !line.isEmpty(); line = line()) {
                var colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            return Optional.of(new Reply(
                    Integer.parseInt(statusLine.split(" ")[1]),
                    headers,
                    new String(in.readNBytes(length), ISO_8859_1)));
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("no answer within " + READ_TIMEOUT_MILLIS + " ms", e);
        } catch (IOException e) {
            return Optional.empty(); // reset
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer; names of headers are in lower case. */
    record Reply(int status, Map<String, String> headers, String body) {
        /** {@code 401 {"error":"signature"}}. */
        String summary() {
            return status + " " + body;
        }
    }
}
