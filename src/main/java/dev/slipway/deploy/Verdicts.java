package dev.slipway.deploy;

import dev.slipway.model.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Writes down why an app was left alone, and tells of a change once: not once a poll. */
final class Verdicts {
    private final Ports ports;
    private final SilenceWatch silence;
    /** What the last look at an app failed with; in memory only, as a new process tells anew. */
    private final Map<String, String> failing = new ConcurrentHashMap<>();
    /** Why what was decided about an app could not be written down the last time; likewise. */
    private final Map<String, String> unwritten = new ConcurrentHashMap<>();

    Verdicts(Ports ports, SilenceWatch silence) {
        this.ports = ports;
        this.silence = silence;
    }

    Outcome note(Outcome outcome) {
        switch (outcome) {
            case Outcome.Nothing nothing -> {
                recovered(nothing.app());
                decided(
                        nothing.app(),
                        History.Decision.of(nothing.plan(), ports.time().now()));
                silence.look(nothing.app(), false);
                ports.notifier().looked(nothing.app(), Optional.empty());
            }
            case Outcome.CheckFailed failed -> {
                var what = failed.failure().what();
                if (!what.equals(failing.put(failed.app(), what))) {
                    ports.notifier().checkFailed(failed.app(), failed.failure());
                }
                decided(
                        failed.app(),
                        Optional.of(new History.Decision(
                                ports.time().now(), History.Decision.Kind.CHECK_FAILED, Optional.empty(), what)));
                ports.notifier().looked(failed.app(), Optional.of(failed.failure()));
            }
            case Outcome.Ended ended -> {
                recovered(ended.deployment().app());
                silence.look(ended.deployment().app(), true);
                ports.notifier().looked(ended.deployment().app(), Optional.empty());
            }
            case Outcome.Superseded ignored -> {
                // The request that took its place has its own outcome.
            }
            case Outcome.Interrupted ignored -> {
                // Nobody is left to be told.
            }
        }
        return outcome;
    }

    /** What was in the way of looking at the app is not any more, if something was. */
    void recovered(String app) {
        if (failing.remove(app) != null) {
            ports.notifier().checkRecovered(app);
        }
    }

    private void decided(String app, Optional<History.Decision> decision) {
        if (decision.isEmpty()) {
            return;
        }
        try {
            ports.history().decided(app, decision.get());
            unwritten.remove(app);
        } catch (DeployException e) {
            // The decision itself stands: nothing was to be done. That it is not in the history is the host's trouble.
            notWritten(app, decision.get().reason(), e.failure());
        }
    }

    private void notWritten(String app, String decided, Failure why) {
        var known = why.what().equals(unwritten.put(app, why.what()));
        // A look that failed by this very trouble has been told of as that.
        if (!known && !why.what().equals(decided)) {
            ports.notifier().notWritten(app, decided, why);
        }
    }
}
