package dev.slipway.webhook;

import dev.slipway.model.WebhookSpec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.eclipse.jetty.io.Content;

/**
 * Reads a body as it comes, holding no thread while it does not. A body over the limit is still read to its end, but not kept,
 * so that its sender reads the answer instead of finding the connection reset; up to what a forge may send, that is.
 */
final class BodyReader {
    private final Content.Source source;
    private final int limit;
    private final IntConsumer holds;
    private final Consumer<Outcome> whenRead;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicBoolean over = new AtomicBoolean();
    private long length;

    /**
     * Begins nothing yet.
     *
     * @param limit in bytes
     * @param holds told of the bytes that are kept, as they come
     * @param whenRead told once what came of it
     */
    BodyReader(Content.Source source, int limit, IntConsumer holds, Consumer<Outcome> whenRead) {
        this.source = source;
        this.limit = limit;
        this.holds = holds;
        this.whenRead = whenRead;
    }

    /** What came of reading. */
    sealed interface Outcome {
        /** All of it is here. */
        record Whole(Body body) implements Outcome {}

        /** It is larger than the limit. */
        record TooLarge() implements Outcome {}

        /** It did not come in time, or its place was needed. */
        record Late() implements Outcome {}

        /** It ended before its end, or was framed wrongly. */
        record Broken() implements Outcome {}
    }

    /** Reads what is there, and goes on when more comes. */
    void read() {
        while (!over.get()) {
            var chunk = source.read();
            if (chunk == null) {
                source.demand(this::read);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                conclude(new Outcome.Broken());
                return;
            }
            keep(chunk.getByteBuffer());
            var last = chunk.isLast();
            chunk.release();
            if (last) {
                conclude(length > limit ? new Outcome.TooLarge() : new Outcome.Whole(new Body(bytes.toByteArray())));
            } else if (length > WebhookSpec.LARGEST_BODY_BYTES) {
                conclude(new Outcome.TooLarge());
            }
        }
    }

    /** Waits no longer. */
    void giveUp() {
        if (over.compareAndSet(false, true)) {
            source.fail(new TimeoutException("the body took too long"));
            whenRead.accept(new Outcome.Late());
        }
    }

    private void keep(ByteBuffer buffer) {
        var size = buffer.remaining();
        length += size;
        if (length > limit) {
            bytes.reset();
        } else if (size > 0) {
            var part = new byte[size];
            buffer.get(part);
            bytes.writeBytes(part);
            holds.accept(size);
        }
    }

    private void conclude(Outcome outcome) {
        if (over.compareAndSet(false, true)) {
            whenRead.accept(outcome);
        }
    }
}
