package dev.slipway.health;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Takes the first bytes of a body, however slowly they come and however many would follow; the status does not wait. */
final class Beginning implements BodySubscriber<Beginning> {
    private final CountDownLatch enough = new CountDownLatch(1);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile Optional<Flow.Subscription> source = Optional.empty();

    @Override
    public CompletionStage<Beginning> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    /** What has come by the time that there is enough, or all, or {@code patience} is at its end. */
    byte[] within(Duration patience) throws InterruptedException {
        boolean ignored = enough.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        synchronized (bytes) {
            return bytes.toByteArray();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = Optional.of(subscription);
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        synchronized (bytes) {
            for (var buffer : buffers) {
                // One more than is quoted, so that it can be told whether there was more.
                var part = new byte[Math.min(buffer.remaining(), Quote.LENGTH + 1 - bytes.size())];
                buffer.get(part);
                bytes.writeBytes(part);
            }
            if (bytes.size() > Quote.LENGTH) {
                // No more is asked for; the client is shut down in a moment, and the connection with it.
                enough.countDown();
                return;
            }
        }
        source.ifPresent(subscription -> subscription.request(1));
    }

    @Override
    public void onError(Throwable failure) {
        // The status was read; a body that breaks off is quoted as far as it came.
        enough.countDown();
    }

    @Override
    public void onComplete() {
        enough.countDown();
    }
}
