package dev.slipway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The requests on one connection, each read up to its body and then passed on whole: by its length, by its chunks, or, where it
 * asks for an upgrade, as everything that follows.
 */
final class HttpRequests {
    static final int BUFFER_BYTES = 64 * 1024;

    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
    private static final Pattern CHUNKED = Pattern.compile("(?im)^transfer-encoding: *chunked");
    private static final Pattern UPGRADE = Pattern.compile("(?im)^upgrade:");
    private static final int HEXADECIMAL = 16;

    private final SocketChannel from;
    private final SocketChannel to;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private String head = "";

    HttpRequests(SocketChannel from, SocketChannel to) {
        this.from = from;
        this.to = to;
    }

    /** Reads the next request's head; false if there is none, because the sender has hung up. */
    boolean readHead() throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(ISO_8859_1).endsWith(END_OF_HEAD)) {
            if (!fill()) {
                return false;
            }
            bytes.write(buffer.get());
        }
        head = bytes.toString(ISO_8859_1);
        return true;
    }

    String method() {
        return head.substring(0, head.indexOf(' '));
    }

    /** Without its query. */
    String path() {
        return head.split(" ", 3)[1].split("\\?", 2)[0];
    }

    void pass() throws IOException {
        writeAll(to, ISO_8859_1.encode(head));
        if (UPGRADE.matcher(head).find()) {
            passAll();
        } else if (CHUNKED.matcher(head).find()) {
            passChunks();
        } else {
            passBytes(length());
        }
    }

    /** Tells the receiver that nothing more comes. */
    void end() throws IOException {
        to.shutdownOutput();
    }

    static void writeAll(SocketChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private long length() {
        var matcher = LENGTH.matcher(head);
        return Optional.of(matcher)
                .filter(m -> m.find())
                .map(m -> Long.parseLong(m.group(1)))
                .orElse(0L);
    }

    private void passAll() throws IOException {
        while (fill()) {
            writeAll(to, buffer);
        }
    }

    private void passBytes(long count) throws IOException {
        for (long left = count; left > 0 && fill(); ) {
            int length = (int) Math.min(left, buffer.remaining());
            writeAll(to, buffer.slice(buffer.position(), length));
            buffer.position(buffer.position() + length);
            left -= length;
        }
    }

    private void passChunks() throws IOException {
        long size;
        do {
            var line = readLine();
            writeAll(to, ISO_8859_1.encode(line));
            size = Long.parseLong(line.strip(), HEXADECIMAL);
            passBytes(size + 2); // and the line end after it, which the last one, of size 0, has too
        } while (size > 0);
    }

    private String readLine() throws IOException {
        var line = new StringBuilder();
        while (line.indexOf("\n") < 0) {
            if (!fill()) {
                throw new IOException("the sender hung up within a chunked body");
            }
            line.append((char) buffer.get());
        }
        return line.toString();
    }

    /** Whether there is another byte to be had. */
    private boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        int read = from.read(buffer.clear());
        buffer.flip();
        return read > 0;
    }
}
