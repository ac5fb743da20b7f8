package dev.slipway.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body of known length; that it ends before is a failure, and not its end. Closing it leaves the connection open. */
final class MeasuredInput extends InputStream {
    private final InputStream in;
    private long left;

    /** @param length in bytes, from 0 on */
    MeasuredInput(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (left <= 0) {
            return -1;
        }
        var count = in.read(into, from, Math.toIntExact(Math.min(left, most)));
        if (count < 0) {
            throw new EOFException("the engine hung up in the middle of its answer");
        }
        left -= count;
        return count;
    }

    @Override
    public int available() throws IOException {
        return Math.toIntExact(Math.min(left, in.available()));
    }
}
