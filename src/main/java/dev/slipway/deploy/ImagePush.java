package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.Failure;
import dev.slipway.model.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Brings the image of what runs to the registry that {@code build.push} names, once its deployment has succeeded. That it is still
 * to be done is written nowhere: it follows from a deployment that succeeded and no entry of its push, so no crash can lose it. Its
 * failure touches nothing, and it is tried again at later looks, ever more slowly.
 */
final class ImagePush implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ImagePush.class.getName());
    private static final long PATIENCE_AT_THE_END_SECONDS = 5;

    private final Ports ports;
    private final Optional<ExecutorService> threads;
    private final Unpushed unpushed;
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    private ImagePush(Ports ports, Optional<ExecutorService> threads) {
        this.ports = ports;
        this.threads = threads;
        this.unpushed = new Unpushed(ports);
    }

    /** For a process that ends with its request, and so must push within it. */
    static ImagePush within(Ports ports) {
        return new ImagePush(ports, Optional.empty());
    }

    /** For one that stays: a slow registry holds up no deployment. */
    static ImagePush beside(Ports ports) {
        return new ImagePush(
                ports,
                Optional.of(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("push-", 0).factory())));
    }

    /** A run of failures. */
    private record Trouble(Unpushed.Name name, int failures, Failure failure, Duration until) {}

    /** Pushes if anything is due, after a request of the app has come to its end. */
    void consider(App app, Request request, Cancellation cancellation) {
        // What runs in a swarm was pushed before it ran.
        if (app.build().push().isEmpty() || app.inSwarm() || !underWay.add(app.name())) {
            return;
        }
        try {
            cancellation.mayBeCalledOff();
            if (threads.isPresent()) {
                threads.get().execute(() -> pushIfDue(app, request));
            } else {
                pushIfDue(app, request);
            }
        } catch (InterruptedException | RejectedExecutionException e) {
            // Slipway was told to stop; the next process finds the same to do.
            underWay.remove(app.name());
        }
    }

    private void pushIfDue(App app, Request request) {
        try {
            var due = unpushed.of(app);
            if (due.isPresent() && !waits(due.get(), request)) {
                push(due.get());
            }
        } catch (InterruptedException e) {
            // As above.
            LOG.log(System.Logger.Level.DEBUG, "{0}: a push was called off", app.name());
        } catch (DeployException | RuntimeException | OutOfMemoryError e) {
            // The look itself failed, as that for a deployment then does, which is told of.
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "{0}: could not see whether its image is pushed: {1}",
                    app.name(),
                    Failures.of(e).what());
        } finally {
            underWay.remove(app.name());
        }
    }

    private boolean waits(Unpushed.Due due, Request request) {
        var trouble = troubles.get(due.app().name());
        return trouble != null
                && trouble.name().equals(due.name())
                && !request.trigger().byPerson()
                && ports.time().elapsed().compareTo(trouble.until()) < 0;
    }

    private void push(Unpushed.Due due) throws InterruptedException {
        var app = due.app();
        var said = new ArrayList<String>();
        try {
            var digest = ports.images()
                    .push(app, due.deployment().commit(), due.name().image(), new Notes(said));
            var push = new History.Push(
                    due.deployment().id(),
                    app.name(),
                    due.name().reference(),
                    due.name().image(),
                    digest,
                    ports.time().now());
            ports.history().pushed(push);
            troubles.remove(app.name());
            said.add("slipway: pushed " + push.reference() + ", " + push.digest());
            enter(due, said);
            ports.notifier().pushed(push);
        } catch (DeployException | RuntimeException | OutOfMemoryError e) {
            failed(due, said, Failures.of(e));
        }
    }

    private void failed(Unpushed.Due due, List<String> said, Failure cause) {
        var name = due.app().name();
        var before = Optional.ofNullable(troubles.get(name))
                .filter(trouble -> trouble.name().equals(due.name()));
        var failure = cause.standing("running all the same: " + due.deployment().commit() + "; nothing was touched")
                .then((cause.next().isEmpty() ? "" : cause.next() + "; ")
                        + "later polls push it (at once: slipway deploy " + name + ")");
        var failures = before.map(Trouble::failures).orElse(0) + 1;
        troubles.put(
                name,
                new Trouble(
                        due.name(), failures, failure, ports.time().elapsed().plus(Backoff.after(failures))));
        if (before.filter(trouble -> trouble.failure().what().equals(failure.what()))
                .isEmpty()) {
            said.add("slipway: not pushed: " + failure.what());
            enter(due, said);
            ports.notifier().pushFailed(name, failure);
        }
    }

    /** Into the log of the deployment whose image it is; what is said again at each try, once. */
    private void enter(Unpushed.Due due, List<String> lines) {
        try (var log = ports.logs().open(due.deployment().id())) {
            lines.forEach(log::line);
        }
    }

    /** How it stands with the image of what runs; empty if it is to be pushed nowhere, or nothing of Slipway's runs. */
    Optional<AppStatus.Push> of(App app, Optional<Container> current) throws DeployException {
        var name = Unpushed.name(app, current);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new AppStatus.Push(
                name.get().reference(),
                unpushed.done(app, name.get()),
                Optional.ofNullable(troubles.get(app.name()))
                        .filter(trouble -> trouble.name().equals(name.get()))
                        .map(Trouble::failure)));
    }

    /** Calls off what is under way: the next process pushes it. */
    @Override
    public void close() {
        threads.ifPresent(each -> {
            each.shutdownNow();
            try {
                if (!each.awaitTermination(PATIENCE_AT_THE_END_SECONDS, TimeUnit.SECONDS)) {
                    LOG.log(System.Logger.Level.WARNING, "a push that was called off has not ended in time");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Holds lines back until it is known whether they are news. */
    private record Notes(List<String> lines) implements Progress {
        @Override
        public void line(String text) {
            lines.add(Objects.requireNonNull(text));
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
