package dev.slipway.notify;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.History;
import dev.slipway.deploy.Notifier;
import dev.slipway.deploy.Silence;
import dev.slipway.deploy.Time;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.News;
import dev.slipway.model.NotifySpec;
import dev.slipway.model.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes news of what the engine tells, and puts it into the outbox: of changes of state, each once. */
final class Newsdesk implements Notifier {
    /** A remote that is away for a moment is no news. */
    static final Duration UNREACHABLE_AFTER = Duration.ofMinutes(30);

    /** Of a deployment that ended longer ago, and was not told of, nobody is told after a restart. */
    static final Duration OLDEST_TO_CATCH_UP = Duration.ofDays(1);

    private static final int LOOKED_BACK = 20;
    private static final String UNREACHABLE = "unreachable ";
    private static final String DRIFT = "drift of ";
    private static final Logger LOG = LoggerFactory.getLogger(Newsdesk.class);

    private final SafeOutbox outbox;
    private final Supplier<List<NotifySpec>> specs;
    private final Runnable wake;
    private final Edition edition;
    private final Past history;
    private final BiConsumer<String, Optional<Failure>> looks;
    private final Consumer<Deployment> changes;
    private final Time time;
    private final Lasting lasting;
    /** Since when an app cannot be looked at, by the clock that only goes forward and by that on the wall. */
    private final Map<String, Since> failing = new ConcurrentHashMap<>();

    Newsdesk(SafeOutbox outbox, Supplier<List<NotifySpec>> specs, Runnable wake, Edition edition, Facts facts) {
        this.outbox = outbox;
        this.specs = specs;
        this.wake = wake;
        this.edition = edition;
        this.history = facts.history();
        this.looks = facts.looks();
        this.changes = facts.changes();
        this.time = facts.time();
        this.lasting = new Lasting(outbox, time);
    }

    /** The deployments of an app, newest first. */
    interface Past {
        List<Deployment> of(String app, int limit) throws DeployException;
    }

    /**
     * What happens outside of this desk.
     *
     * @param looks hears of every look at an app, too
     * @param changes hears of every change of a deployment, too
     */
    record Facts(Past history, BiConsumer<String, Optional<Failure>> looks, Consumer<Deployment> changes, Time time) {}

    private record Since(Duration elapsed, Instant at) {}

    /** Puts down what all who want it will be told. */
    void publish(News news) {
        var recipients = new Recipients(specs.get())
                .all().entrySet().stream()
                        .filter(each -> each.getValue().wants(news))
                        .map(Map.Entry::getKey)
                        .toList();
        if (!recipients.isEmpty()) {
            outbox.put(recipients, news);
            wake.run();
        }
    }

    /** Tells of what ended just when an earlier process was killed, and was not told of. */
    void catchUp(List<String> apps) {
        if (specs.get().isEmpty()) {
            return;
        }
        for (var app : apps) {
            try {
                history.of(app, LOOKED_BACK).stream()
                        .filter(deployment -> deployment.phase().isTerminal())
                        .findFirst()
                        .filter(deployment -> Duration.between(deployment.changedAt(), time.now())
                                        .compareTo(OLDEST_TO_CATCH_UP)
                                < 0)
                        .filter(deployment -> !outbox.isTold(deployment.id()))
                        .ifPresent(this::tell);
            } catch (DeployException e) {
                LOG.warn(
                        "whether all news of {} was told cannot be read: {}",
                        app,
                        e.failure().what());
            }
        }
    }

    @Override
    public void changed(Deployment deployment) {
        changes.accept(deployment);
        if (deployment.phase() == Phase.SUCCEEDED) {
            lasting.outlived(DRIFT + deployment.app());
        }
        tell(deployment);
    }

    private void tell(Deployment deployment) {
        if (!specs.get().isEmpty() && deployment.phase().isTerminal() && isNews(deployment)) {
            edition.of(deployment).ifPresent(this::publish);
        }
    }

    /** A commit that is tried again, and fails again by the same, changes nothing. */
    private boolean isNews(Deployment deployment) {
        if (deployment.phase() == Phase.SUCCEEDED) {
            return true;
        }
        try {
            return history.of(deployment.app(), LOOKED_BACK).stream()
                    .filter(earlier ->
                            earlier.id() < deployment.id() && earlier.phase().isTerminal())
                    .filter(earlier -> earlier.phase() != Phase.CANCELLED)
                    .findFirst()
                    .filter(earlier -> earlier.phase() == deployment.phase()
                            && earlier.commit().equals(deployment.commit())
                            && earlier.failure()
                                    .map(Failure::what)
                                    .equals(deployment.failure().map(Failure::what)))
                    .isEmpty();
        } catch (DeployException e) {
            // Rather twice than not at all.
            return true;
        }
    }

    @Override
    public void looked(String app, Optional<Failure> failure) {
        looks.accept(app, failure);
        if (failure.isEmpty()) {
            failing.remove(app);
            if (outbox.clear(UNREACHABLE + app)) {
                publish(edition.reachable(app));
            }
            return;
        }
        var since = failing.computeIfAbsent(app, name -> new Since(time.elapsed(), time.now()));
        var lasted = time.elapsed().minus(since.elapsed());
        if (lasted.compareTo(UNREACHABLE_AFTER) >= 0
                && !specs.get().isEmpty()
                && outbox.raise(UNREACHABLE + app, time.now())) {
            publish(edition.unreachable(app, failure.get(), since.at()));
        }
    }

    @Override
    public void pushed(History.Push push) {
        // It goes with the deployment, which was told of.
    }

    @Override
    public void pushFailed(String app, Failure failure) {
        publish(edition.notPushed(app, failure));
    }

    /** One that is noticed anew, by an agent that was restarted, is known by when the webhook was heard last. */
    @Override
    public void webhookSilent(String app, Silence silence) {
        var since = silence.since().map(Object::toString).orElse("ever");
        if (!specs.get().isEmpty() && outbox.raise("webhook of " + app + " silent since " + since, time.now())) {
            publish(edition.silent(app, silence));
        }
    }

    @Override
    public void webhookHeard(String app) {
        publish(edition.heard(app));
    }

    @Override
    public void drifted(String app, String words) {
        if (!specs.get().isEmpty() && lasting.isNew(DRIFT + app, words)) {
            publish(edition.drifted(app, words));
        }
    }

    @Override
    public void driftGone(String app) {
        if (lasting.isOver(DRIFT + app)) {
            publish(edition.driftGone(app));
        }
    }

    /** A disk has too little room, or none has. */
    void room(Optional<String> shortage) {
        var trouble = "disk low";
        if (shortage.isEmpty()) {
            if (outbox.clear(trouble)) {
                publish(edition.roomAgain());
            }
        } else if (!specs.get().isEmpty() && outbox.raise(trouble, time.now())) {
            publish(edition.diskLow(shortage.get()));
        }
    }

    /** The token of an app's repository ends soon, or does not. */
    void token(String app, Optional<String> expiring) {
        var trouble = "token " + app;
        if (expiring.isEmpty()) {
            if (outbox.clear(trouble)) {
                publish(edition.tokenRenewed(app));
            }
        } else if (!specs.get().isEmpty() && outbox.raise(trouble, time.now())) {
            publish(edition.tokenExpiring(app, expiring.get()));
        }
    }

    @Override
    public void checkFailed(String app, Failure failure) {
        // Told when it has lasted, see looked.
    }

    @Override
    public void checkRecovered(String app) {
        // Likewise.
    }

    @Override
    public void notWritten(String app, String decided, Failure why) {
        // A full disk is told of as that, and the log has the rest.
    }
}
