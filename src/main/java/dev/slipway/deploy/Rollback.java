package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.Phase;
import dev.slipway.model.Project;
import dev.slipway.model.Service;
import java.time.Duration;
import java.util.List;

/** Carries a deployment that failed after it touched something to ROLLED_BACK, or to BROKEN. */
final class Rollback {
    private static final int ATTEMPTS = 3;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(2);

    private final Ports ports;
    private final PutBack putBack;

    Rollback(Ports ports) {
        this.ports = ports;
        this.putBack = new PutBack(ports);
    }

    /** Begins a rollback because of a failure. */
    void begin(App app, Journal journal, Failure why) throws DeployException, InterruptedException {
        journal.because(why.at(journal.deployment().phase()));
        journal.say("going back to what ran before: " + why.what());
        journal.quote(why);
        try {
            journal.enter(Phase.ROLLING_BACK);
        } catch (DeployException e) {
            // The old container matters more than the record: from REPLACING or VERIFYING a restart ends here as well.
            journal.say("the journal could not be written: " + e.failure().what());
        }
        carryOut(app, journal);
    }

    /**
     * Brings it to its end. An engine that cannot be reached leaves it in ROLLING_BACK, to be taken up again later.
     *
     * @throws DeployException if the engine cannot be reached or the journal not written
     */
    void carryOut(App app, Journal journal) throws DeployException, InterruptedException {
        var deployment = journal.deployment();
        var touched = false;
        for (var attempt = 1; ; attempt++) {
            try {
                // An attempt that failed half-way may have left nothing to do for this one.
                touched = putBack.run(app, deployment, journal.log()) || attempt > 1;
                break;
            } catch (DeployException e) {
                journal.say("putting back failed (" + attempt + " of " + ATTEMPTS + "): "
                        + e.failure().what());
                if (attempt == ATTEMPTS) {
                    broken(app, journal, e.failure());
                    return;
                }
                ports.time().sleep(BETWEEN_ATTEMPTS);
            }
        }
        var failure = deployment.failure().orElseThrow();
        journal.because(failure.standing(stands(deployment, touched)).then(Advice.after(failure, app)));
        journal.enter(Phase.ROLLED_BACK);
    }

    private static String stands(Deployment deployment, boolean touched) {
        var previous = deployment.previous();
        return touched && previous.filter(Container::isUp).isPresent()
                ? "back and running: " + Advice.nameOf(previous.get())
                : Advice.untouched(previous);
    }

    private List<Container> left(App app, Deployment deployment) throws DeployException {
        if (deployment.isComposed()) {
            return ports.projects().of(app).map(Project::asContainer).stream().toList();
        }
        return deployment.inSwarm()
                ? ports.services().of(app).map(Service::asContainer).stream().toList()
                : ports.containers().of(app);
    }

    private void broken(App app, Journal journal, Failure putBackFailure) throws DeployException {
        // Throws if the engine is away, or another acts for the swarm, which is no reason to give up: ROLLING_BACK is
        // taken up again.
        if (journal.deployment().inSwarm()) {
            ports.lease().require();
        }
        var own = left(app, journal.deployment());
        var failure = journal.deployment().failure().orElseThrow();
        journal.because(new Failure(
                failure.at(),
                failure.blame(),
                failure.what() + "; and the old container could not be put back: " + putBackFailure.what(),
                own.stream().anyMatch(Container::isUp)
                        ? "still up: "
                                + own.stream()
                                        .filter(Container::isUp)
                                        .map(Container::name)
                                        .toList()
                        : "nothing of " + app.name() + " runs",
                putBackFailure.next() + "; then slipway resume " + app.name(),
                failure.evidence()));
        journal.enter(Phase.BROKEN);
    }
}
