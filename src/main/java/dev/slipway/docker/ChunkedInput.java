package dev.slipway.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body in chunks (RFC 9112, section 7.1); that it ends before its last chunk is a failure, and not its end. Closing it leaves
 * the connection open.
 */
final class ChunkedInput extends InputStream {
    /** Of the line before a chunk; extensions, which no engine sends, are read over. */
    private static final int LONGEST_LINE = 4096;

    private static final String HUNG_UP = "the engine hung up in the middle of its answer";

    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        var count = in.read(into, from, Math.toIntExact(Math.min(left, most)));
        if (count < 0) {
            throw new EOFException(HUNG_UP);
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (!first && !line().isEmpty()) {
            throw new IOException("the engine's answer is not in chunks as it says");
        }
        first = false;
        left = size(line());
        if (left == 0) {
            ended = true;
            var trailer = line();
            while (!trailer.isEmpty()) {
                trailer = line();
            }
        }
    }

    private static long size(String line) throws IOException {
        var digits = line.split(";", 2)[0].strip();
        try {
            if (digits.startsWith("-") || digits.startsWith("+")) {
                throw new NumberFormatException(digits);
            }
            return Long.parseLong(digits, 16);
        } catch (NumberFormatException e) {
            throw new IOException("the engine's answer is not in chunks as it says", e);
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException(HUNG_UP);
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("a line of the engine's answer has no end");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    /** None where the next chunk is still to come. */
    @Override
    public int available() throws IOException {
        return Math.toIntExact(Math.min(left, in.available()));
    }
}
