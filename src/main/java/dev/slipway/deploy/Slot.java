package dev.slipway.deploy;

import dev.slipway.model.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One app's place for the next request: the latest wins. A person's request is never displaced by an automatic one, which then
 * waits for the person's and ends with it. Not thread-safe; {@link Dispatcher} locks.
 */
final class Slot {
    private Optional<Request> waiting = Optional.empty();
    private List<CompletableFuture<Outcome>> waiters = new ArrayList<>();

    CompletableFuture<Outcome> offer(Request request) {
        var future = new CompletableFuture<Outcome>();
        if (waiting.isPresent() && weight(waiting.get()) > weight(request)) {
            waiters.add(future);
            return future;
        }
        if (waiting.isPresent() && asksForAnother(waiting.get(), request)) {
            // The waiting one named a commit, or a retry, that the newer one does not stand for.
            waiters.forEach(waiter -> waiter.complete(new Outcome.Superseded(request)));
            waiters = new ArrayList<>();
        }
        waiting = Optional.of(request);
        waiters.add(future);
        return future;
    }

    Optional<Taken> take() {
        var taken = waiting.map(request -> new Taken(request, waiters));
        waiting = Optional.empty();
        waiters = new ArrayList<>();
        return taken;
    }

    /** A request on its way to be carried out, with all who wait for its end. */
    record Taken(Request request, List<CompletableFuture<Outcome>> waiters) {
        void complete(Outcome outcome) {
            waiters.forEach(waiter -> waiter.complete(outcome));
        }
    }

    private static boolean asksForAnother(Request waiting, Request newer) {
        return !waiting.commit().equals(newer.commit()) || waiting.retry() != newer.retry();
    }

    private static int weight(Request request) {
        return switch (request.trigger()) {
            case POLL -> 0;
            case WEBHOOK -> 1;
            case MANUAL, ROLLBACK -> 2;
        };
    }
}
