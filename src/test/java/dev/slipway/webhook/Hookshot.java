package dev.slipway.webhook;

import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.ManualTime;
import dev.slipway.deploy.Time;
import dev.slipway.http.Waits;
import dev.slipway.model.App;
import dev.slipway.model.Delivery;
import dev.slipway.model.GitSpec;
import dev.slipway.model.Request;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import dev.slipway.model.WebhookSpec;
import dev.slipway.testkit.Apps;
import dev.slipway.testkit.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real listener on a port of the system's choice, with one app, {@code web}, that follows {@code main} of {@link
 * #REPOSITORY}; its clock stands still until it is moved.
 */
final class Hookshot implements AutoCloseable {
    static final String SECRET = "correct horse battery staple";
    static final String REPOSITORY = "https://github.com/me/web.git";
    static final String VERSION = "9.8.7";
    static final String PUSH = "{\"ref\":\"refs/heads/main\",\"after\":\"2f6c60b8\",\"deleted\":false,"
            + "\"repository\":{\"clone_url\":\"" + REPOSITORY + "\"}}";
    static final int LARGEST = 64 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final List<Request> nudges = new CopyOnWriteArrayList<>();
    final InMemoryDeliveries deliveries = new InMemoryDeliveries();
    final List<Received> explained = new CopyOnWriteArrayList<>();
    volatile List<App> apps = List.of(app("web", REPOSITORY, "main"));
    volatile boolean alive = true;
    volatile WebhookSpec spec = spec(0, SECRET);

    private final ManualTime time = new ManualTime();
    private final WebhookListener listener;

    private Hookshot(Limits limits) throws DeployException {
        var hooks = new Hooks(
                () -> apps,
                nudges::add,
                deliveries,
                (received, forge, proof) -> {
                    explained.add(received);
                    return "because of the moon";
                },
                () -> alive,
                new SharedTime());
        listener = new WebhookListener(() -> spec, hooks, VERSION, limits);
        listener.start();
    }

    /** Patient with refusals, of which most tests make many. */
    static Hookshot listening() throws DeployException {
        return listening(Limits.DEFAULT.withRefusals(1_000_000, Duration.ofMillis(1)));
    }

    static Hookshot listening(Limits limits) throws DeployException {
        return new Hookshot(limits);
    }

    static WebhookSpec spec(int port, String... secrets) {
        var all = List.of(secrets).stream()
                .map(secret -> new WebhookSecret(new Secret(secret), "a test"))
                .toList();
        return new WebhookSpec("127.0.0.1", port, all, Optional.empty(), LARGEST);
    }

    static App app(String name, String url, String branch) {
        var app = Apps.app(name);
        var git = new GitSpec(url, branch, "user", Optional.empty());
        return new App(name, git, app.build(), app.run(), app.health(), app.policy());
    }

    int port() {
        return listener.port();
    }

    Waits<?> waits() {
        return listener.waits();
    }

    Wire connect() {
        return Wire.to(port());
    }

    /** Sends a delivery of GitHub's, signed with the right secret unless it says otherwise, and reads the answer. */
    Wire.Reply deliver(Post post) {
        try (var wire = connect()) {
            return wire.send(post.bytes()).reply();
        }
    }

    void pass(Duration duration) {
        synchronized (time) {
            time.pass(duration);
        }
    }

    /** What was kept, once it is so many. */
    List<Delivery> kept(int count) {
        return Await.until(
                count + " deliveries are kept", PATIENCE, () -> deliveries.newest(1000), all -> all.size() >= count);
    }

    @Override
    public void close() {
        listener.close();
    }

    /** Newest first, and a disk that may refuse. */
    static final class InMemoryDeliveries implements Deliveries {
        private final List<Delivery> all = new CopyOnWriteArrayList<>();
        volatile Optional<DeployException> trouble = Optional.empty();

        @Override
        public void add(Delivery delivery) throws DeployException {
            if (trouble.isPresent()) {
                throw trouble.get();
            }
            all.addFirst(delivery);
        }

        @Override
        public List<Delivery> newest(int limit) {
            return all.stream().limit(limit).toList();
        }

        @Override
        public Optional<Delivery> lastVerified() {
            return all.stream().filter(Delivery::isVerified).findFirst();
        }
    }

    /** The manual clock, for many threads. */
    private final class SharedTime implements Time {
        @Override
        public Instant now() {
            synchronized (time) {
                return time.now();
            }
        }

        @Override
        public ZoneId zone() {
            return time.zone();
        }

        @Override
        public Duration elapsed() {
            synchronized (time) {
                return time.elapsed();
            }
        }

        @Override
        public void sleep(Duration duration) {
            pass(duration);
        }
    }
}
