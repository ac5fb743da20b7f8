package dev.slipway.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps the last bytes of a stream of output, both streams in the order in which they came. */
final class Tail extends ResultCallback.Adapter<Frame> {
    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Tail(int limit) {
        this.limit = limit;
    }

    @Override
    public synchronized void onNext(Frame frame) {
        bytes.writeBytes(frame.getPayload());
        if (bytes.size() > 2 * limit) {
            var last = last();
            bytes.reset();
            bytes.writeBytes(last);
        }
    }

    synchronized String text() {
        return new String(last(), StandardCharsets.UTF_8);
    }

    private byte[] last() {
        var all = bytes.toByteArray();
        return Arrays.copyOfRange(all, Math.max(0, all.length - limit), all.length);
    }
}
