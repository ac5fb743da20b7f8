package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.Phase;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes up what an earlier process left unfinished, before anything new is begun. What the journal says was intended, and what
 * the engine says there is, are all that it goes by; docs/STATES.md has the table.
 */
final class Recovery {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());
    /** However long the process was away, a container in VERIFYING gets at least this long to be found well. */
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);

    private final Ports ports;
    private final Verification verification;
    private final Rollout rollout;
    private final ProjectProof project;
    private final Rollback rollback;
    private final Conclusion conclusion;
    private final GateKeeper gate;

    Recovery(Ports ports, Verification verification, Rollout rollout, Rollback rollback, Conclusion conclusion) {
        this.ports = ports;
        this.verification = verification;
        this.rollout = rollout;
        this.project = new ProjectProof(ports);
        this.rollback = rollback;
        this.conclusion = conclusion;
        this.gate = new GateKeeper(ports);
    }

    /** Brings every unfinished deployment of the app to its end, and sweeps what finished ones left behind. */
    void settle(App app) throws DeployException, InterruptedException {
        for (var deployment : ports.history().unfinished(app.name())) {
            try (var journal = Journal.resume(ports, deployment)) {
                journal.say("taken up again in " + deployment.phase());
                settle(app, journal);
            }
        }
        // Once the old container is back; before the sweep, since a private network that we are on cannot go.
        ports.reach().leave(app);
        var latest = ports.history().of(app.name(), 1);
        if (!latest.isEmpty() && latest.getFirst().phase() != Phase.BROKEN) {
            conclusion.sweep(app, latest.getFirst());
            mendGate(app);
        }
    }

    private void mendGate(App app) throws DeployException, InterruptedException {
        var current = app.gate().isEmpty()
                ? Optional.<Container>empty()
                : Lineup.of(app, ports.containers()).current();
        if (current.isPresent() && gate.mend(app, current.get())) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0}: its gate {1} was gone, and was made anew",
                    app.name(),
                    app.gateName());
        }
    }

    private void settle(App app, Journal journal) throws DeployException, InterruptedException {
        switch (journal.deployment().phase()) {
            case PLANNED, BUILDING -> fail(app, journal);
            case REPLACING -> replaced(app, journal);
            case VERIFYING -> verify(app, journal);
            case ROLLING_BACK -> rollback.carryOut(app, journal);
            case SUCCEEDED, FAILED, ROLLED_BACK, CANCELLED, BROKEN -> {
                // Nothing to finish.
            }
        }
    }

    private void fail(App app, Journal journal) throws DeployException {
        var failure = interrupted("before anything was touched")
                .at(journal.deployment().phase());
        journal.because(failure.standing(Advice.untouched(Lineup.of(app, ports).current()))
                .then("the next poll takes it up again"));
        journal.enter(Phase.FAILED);
    }

    /** A swarm that was given its order carries it out whether we are there or not: it is followed, and not called back. */
    private void replaced(App app, Journal journal) throws DeployException, InterruptedException {
        var deployment = journal.deployment();
        if (deployment.inSwarm()
                && ports.services()
                        .of(app)
                        .filter(service -> service.bearsTracesOf(deployment))
                        .isPresent()) {
            journal.enter(Phase.VERIFYING);
            verifyService(app, journal);
        } else {
            rollback.begin(app, journal, interrupted(whileReplacing(deployment)));
        }
    }

    private static String whileReplacing(Deployment deployment) {
        if (deployment.isComposed()) {
            return "while the containers were being replaced";
        }
        return deployment.inSwarm() ? "before the swarm had its order" : "while the container was being replaced";
    }

    private void verifyService(App app, Journal journal) throws DeployException, InterruptedException {
        judge(app, journal, () -> journal.say("well: " + rollout.await(app, journal.deployment(), journal::say)));
    }

    private void verifyProject(App app, Journal journal) throws DeployException, InterruptedException {
        var deployment = journal.deployment();
        if (ports.projects().of(app).filter(it -> it.isOf(deployment)).isEmpty()) {
            rollback.begin(app, journal, interrupted("and the new containers are gone"));
            return;
        }
        judge(app, journal, () -> journal.say("well: " + project.await(app, journal::say)));
    }

    private void verify(App app, Journal journal) throws DeployException, InterruptedException {
        var deployment = journal.deployment();
        if (deployment.inSwarm()) {
            verifyService(app, journal);
            return;
        }
        if (deployment.isComposed()) {
            verifyProject(app, journal);
            return;
        }
        var next = ports.containers().of(app).stream()
                .filter(c -> c.isOf(deployment) && c.name().equals(app.containerName()))
                .findFirst();
        if (next.isEmpty()) {
            rollback.begin(app, journal, interrupted("and the new container is gone"));
            return;
        }
        judge(app, journal, () -> {
            verification.await(app, next.get().id(), remaining(app, deployment), true);
            conclusion.standDownPrevious(journal);
        });
    }

    /** Waits until the new version is well. */
    @FunctionalInterface
    private interface Proof {
        void run() throws DeployException, InterruptedException;
    }

    private void judge(App app, Journal journal, Proof proof) throws DeployException, InterruptedException {
        try {
            proof.run();
        } catch (DeployException e) {
            rollback.begin(app, journal, e.failure());
            return;
        }
        conclusion.succeed(app, journal);
    }

    /** The wall clock may have jumped meanwhile; more than the whole time, or less than the least, is never given. */
    private Duration remaining(App app, Deployment deployment) {
        var used = Duration.between(deployment.changedAt(), ports.time().now());
        var left = app.health().timeout().minus(used);
        if (left.compareTo(app.health().timeout()) > 0) {
            return app.health().timeout();
        }
        return left.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : left;
    }

    private static Failure interrupted(String when) {
        return Failure.of(Blame.HOST, "Slipway was interrupted " + when, "");
    }
}
