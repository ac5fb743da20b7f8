package dev.slipway.deploy;

import dev.slipway.model.Blame;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Looks whether the webhook does its part for an app, and tells of a change once. */
final class SilenceWatch {
    private static final System.Logger LOG = System.getLogger(SilenceWatch.class.getName());

    /** Retries of one commit are deployments too; so many hold the last few commits even after a bad day. */
    private static final int DEPLOYMENTS_READ = 100;

    private final Ports ports;
    /** What was told of each app; in memory only, as a new process tells anew. */
    private final Map<String, Boolean> silent = new ConcurrentHashMap<>();

    SilenceWatch(Ports ports) {
        this.ports = ports;
    }

    Optional<Silence> of(String app) throws DeployException {
        var since = ports.webhook().expectedSince();
        return since.isEmpty()
                ? Optional.empty()
                : Silence.of(
                        app,
                        ports.history().of(app, DEPLOYMENTS_READ),
                        ports.webhook().deliveries(),
                        since.get(),
                        ports.time().zone());
    }

    /**
     * After a request was carried out.
     *
     * @param deployed whether it led to a deployment; without one an app that was not silent is not silent now either
     */
    void look(String app, boolean deployed) {
        if (!deployed && Boolean.FALSE.equals(silent.get(app))) {
            return;
        }
        try {
            var silence = of(app);
            var before = silent.put(app, silence.isPresent());
            if (silence.isPresent() && !Boolean.TRUE.equals(before)) {
                ports.notifier().webhookSilent(app, silence.get());
            } else if (silence.isEmpty() && Boolean.TRUE.equals(before)) {
                ports.notifier().webhookHeard(app);
            }
        } catch (DeployException e) {
            // The request itself has its outcome; whether the webhook is heard is asked again at the next one.
            var level = e.failure().blame() == Blame.OURS ? System.Logger.Level.ERROR : System.Logger.Level.WARNING;
            LOG.log(
                    level,
                    "{0}: whether the webhook is heard cannot be told: {1}",
                    app,
                    e.failure().what());
        }
    }
}
