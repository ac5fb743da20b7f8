package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Failure;
import dev.slipway.model.Plan;
import dev.slipway.model.PullSpec;
import dev.slipway.model.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Holds a commit back whose image is built elsewhere and not there yet. That is no failure, until it has lasted too long; since
 * when is read from the journal, so that a new process goes on counting.
 */
final class Publication {
    /** Between two looks that found nothing, others may have failed. */
    private static final int DECISIONS_READ = 50;

    private final Ports ports;
    private final RemotePatience patience;

    Publication(Ports ports, RemotePatience patience) {
        this.ports = ports;
        this.patience = patience;
    }

    /** The same plan if there is nothing to wait for. */
    Plan await(App app, Request request, Plan.Deploy due) throws DeployException, InterruptedException {
        var commit = due.intent().commit();
        var pull = app.build().pull();
        if (pull.isEmpty()
                || (!request.retry() && ports.images().find(app, commit).isPresent())
                || isPublished(app, pull.get(), commit, request)) {
            return due;
        }
        var reference = pull.get().reference(commit);
        var reason = "waiting for the image of " + commit + ": " + reference + " is not at its registry yet";
        if (waitedFor(app, reason).compareTo(pull.get().timeout()) >= 0) {
            throw new DeployException(overdue(commit, pull.get()));
        }
        return new Plan.HeldBack(Optional.of(commit), reason, Optional.empty());
    }

    private boolean isPublished(App app, PullSpec pull, Commit commit, Request request)
            throws DeployException, InterruptedException {
        var refusal = patience.refusal(pull, request);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        try {
            var published = ports.images().isPublished(app, commit);
            patience.answered(pull);
            return published;
        } catch (DeployException e) {
            patience.failed(pull, e);
            throw e;
        }
    }

    /** Since the wait for this very image was first entered. */
    private Duration waitedFor(App app, String reason) throws DeployException {
        var now = ports.time().now();
        return ports.history().decisions(app.name(), DECISIONS_READ).stream()
                .filter(decision -> decision.reason().equals(reason))
                .map(History.Decision::at)
                .min(Instant::compareTo)
                .map(since -> Duration.between(since, now))
                .orElse(Duration.ZERO);
    }

    private static Failure overdue(Commit commit, PullSpec pull) {
        return Failure.of(
                Blame.REMOTE,
                "the image of " + commit + " has not come within " + words(pull.timeout()) + ": "
                        + pull.reference(commit) + " is not at its registry",
                "see whether CI has built and pushed it, and whether image.pull names it as CI does; Slipway goes on asking");
    }

    private static String words(Duration duration) {
        return duration.toSecondsPart() == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
