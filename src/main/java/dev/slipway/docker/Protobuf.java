package dev.slipway.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a protobuf message field by field, which is all that BuildKit asks for, and writes the simplest. Usage: while {@link #next}, look at
 * {@link #field} and take its value; a value that is not taken is passed over.
 */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final byte[] message;
    private int at;
    private int field;
    private long number;
    private byte[] bytes = {};

    Protobuf(byte[] message) {
        this.message = message;
    }

    /**
     * Goes to the next field.
     *
     * @return false at the end
     * @throws IOException if the message is not protobuf, or cut off
     */
    boolean next() throws IOException {
        if (at == message.length) {
            return false;
        }
        var key = varint();
        field = (int) (key >>> 3);
        number = 0;
        bytes = new byte[0];
        switch ((int) (key & 7)) {
            case VARINT -> number = varint();
            case BYTES -> bytes = take(varint());
            case FIXED64 -> take(8);
            case FIXED32 -> take(4);
            default -> throw new IOException("not protobuf: wire type " + (key & 7));
        }
        return true;
    }

    int field() {
        return field;
    }

    long number() {
        return number;
    }

    boolean flag() {
        return number != 0;
    }

    byte[] bytes() {
        return bytes;
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A message that has this one field, of bytes or of text. */
    static byte[] bytes(int field, byte[] value) {
        var message = new ByteArrayOutputStream();
        message.write((field << 3) | BYTES);
        var length = value.length;
        for (; length > 0x7F; length >>>= 7) {
            message.write((length & 0x7F) | 0x80);
        }
        message.write(length);
        message.writeBytes(value);
        return message.toByteArray();
    }

    private long varint() throws IOException {
        var value = 0L;
        for (var shift = 0; shift < 64; shift += 7) {
            if (at == message.length) {
                throw new IOException("protobuf ends within a number");
            }
            var next = message[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("not protobuf: a number of more than 64 bits");
    }

    private byte[] take(long length) throws IOException {
        if (length < 0 || length > message.length - at) {
            throw new IOException("protobuf ends within a field");
        }
        at += (int) length;
        return Arrays.copyOfRange(message, at - (int) length, at);
    }
}
