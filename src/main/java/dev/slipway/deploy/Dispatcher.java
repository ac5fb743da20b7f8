package dev.slipway.deploy;

import dev.slipway.model.Request;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * Hands requests to their apps' workers: at most one request of an app is carried out at a time, and at most one more waits.
 * A worker is a virtual thread that ends when its slot is empty; whatever a request throws, the next one is still taken.
 */
final class Dispatcher implements AutoCloseable {
    private final BiFunction<Request, Cancellation, Outcome> handler;
    private final Map<String, Slot> slots = new HashMap<>();
    private final Set<String> busy = new HashSet<>();
    private final Map<String, Cancellation> underWay = new HashMap<>();
    private boolean closed;

    Dispatcher(BiFunction<Request, Cancellation, Outcome> handler) {
        this.handler = handler;
    }

    synchronized CompletableFuture<Outcome> submit(Request request) {
        if (closed) {
            return CompletableFuture.completedFuture(new Outcome.Interrupted(request.app()));
        }
        var future = slots.computeIfAbsent(request.app(), ignored -> new Slot()).offer(request);
        if (busy.add(request.app())) {
            Thread.ofVirtual().name("deploy-" + request.app()).start(() -> work(request.app()));
        }
        return future;
    }

    private void work(String app) {
        for (var taken = next(app); taken.isPresent(); taken = next(app)) {
            taken.get().complete(carryOut(taken.get().request()));
        }
    }

    private synchronized Optional<Slot.Taken> next(String app) {
        underWay.remove(app);
        var slot = slots.get(app);
        var taken = slot == null ? Optional.<Slot.Taken>empty() : slot.take();
        if (taken.isPresent()) {
            underWay.put(app, new Cancellation(Thread.currentThread()));
            if (closed) {
                underWay.get(app).request();
            }
        } else {
            busy.remove(app);
            notifyAll();
        }
        return taken;
    }

    private Outcome carryOut(Request request) {
        try {
            Cancellation cancellation;
            synchronized (this) {
                cancellation = underWay.get(request.app());
            }
            return handler.apply(request, cancellation);
        } catch (RuntimeException | Error e) {
            return new Outcome.CheckFailed(request.app(), Failures.of(e));
        }
    }

    /** Takes nothing new, calls off what has touched nothing yet, and waits until the rest has come to its end. */
    @Override
    public synchronized void close() {
        closed = true;
        underWay.values().forEach(Cancellation::request);
        while (!busy.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Whoever waits for us has lost patience; the journal lets the next process take it up.
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
