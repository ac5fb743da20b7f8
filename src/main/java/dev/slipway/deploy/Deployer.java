package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Image;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import dev.slipway.model.Request;
import dev.slipway.model.Trigger;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Carries out one request, from the look at the branch to a well container: reads from top to bottom. */
final class Deployer {
    private final Ports ports;
    private final Survey survey;
    private final Verdicts verdicts;
    private final Recovery recovery;
    private final Verification verification;
    private final Rollout rollout;
    private final ProjectProof project;
    private final SharedImage sharedImage;
    private final Rollback rollback;
    private final Conclusion conclusion;
    private final Headroom headroom;
    /** Builds are what can bring a small box to its knees: one at a time, whatever the app. */
    private final Semaphore buildPermit = new Semaphore(1, true);

    Deployer(Ports ports, Survey survey, Verdicts verdicts) {
        this.ports = ports;
        this.survey = survey;
        this.verdicts = verdicts;
        this.verification = new Verification(ports);
        this.rollout = new Rollout(ports);
        this.project = new ProjectProof(ports);
        this.sharedImage = new SharedImage(ports);
        this.rollback = new Rollback(ports);
        this.conclusion = new Conclusion(ports);
        this.headroom = new Headroom(ports);
        this.recovery = new Recovery(ports, verification, rollout, rollback, conclusion);
    }

    Outcome handle(App app, Request request, Cancellation cancellation) {
        try {
            OwnContainer.refuse(app, ports.containers(), ports.reach());
            var other = app.inSwarm() ? ports.lease().other() : Optional.<LeaseStore.Holder>empty();
            if (other.isPresent()) {
                return standingBy(app, other.get());
            }
            // What an earlier process left half-way is brought to its end even if this one is told to stop.
            cancellation.pointOfNoReturn();
            recovery.settle(app);
            cancellation.mayBeCalledOff();
            var plan = survey.plan(app, request);
            if (plan instanceof Plan.Deploy due) {
                return new Outcome.Ended(deploy(app, request, due.intent(), cancellation));
            }
            return new Outcome.Nothing(app.name(), plan);
        } catch (DeployException e) {
            return new Outcome.CheckFailed(app.name(), e.failure());
        } catch (InterruptedException e) {
            return new Outcome.Interrupted(app.name());
        }
    }

    /** What is unfinished here is not touched either: whoever acts has seen it in the swarm. */
    private static Outcome standingBy(App app, LeaseStore.Holder other) {
        return new Outcome.Nothing(
                app.name(), new Plan.HeldBack(Optional.empty(), SwarmLease.standingBy(other), Optional.empty()));
    }

    private Deployment deploy(App app, Request request, Deployment.Intent intent, Cancellation cancellation)
            throws DeployException, InterruptedException {
        var pin = new Pin(ports.history(), app.name());
        var current = Lineup.of(app, ports).current();
        try (var journal = Journal.begin(ports, intent)) {
            // Nothing is in the way any more; that is told before what it led to.
            verdicts.recovered(app.name());
            journal.tell();
            pin.set(request);
            try {
                var image = build(app, request, journal);
                cancellation.pointOfNoReturn();
                replace(app, image, current, journal);
                verify(app, journal);
            } catch (DeployException | InterruptedException | RuntimeException | Error e) {
                giveUp(app, journal, current, e);
                // Only now: the old container must be back even if the journal refuses this.
                pin.restore();
                return journal.deployment();
            }
            conclusion.succeed(app, journal);
            return journal.deployment();
        }
    }

    private Image build(App app, Request request, Journal journal) throws DeployException, InterruptedException {
        requireSignature(app, request, journal);
        journal.enter(Phase.BUILDING);
        preflight(app);
        return app.isComposed()
                ? prepare(app, request.retry(), journal)
                : share(app, image(app, request.retry(), journal), journal);
    }

    /** @param anew whether one that was built before does not do */
    private Image image(App app, boolean anew, Journal journal) throws DeployException, InterruptedException {
        if (app.gate().isPresent()) {
            ports.gates().prepare(app, journal.log());
        }
        var commit = journal.deployment().commit();
        var built = anew ? Optional.<Image>empty() : ports.images().find(app, commit);
        if (built.isPresent()) {
            journal.say("image " + built.get().tag() + " was built before");
            return built.get();
        }
        buildPermit.acquire();
        try {
            headroom.require(app, journal);
            if (app.build().pull().isPresent()) {
                return ports.images().pull(app, commit, journal.log());
            }
            try (var tree = fetch(app, journal)) {
                return ports.images().build(app, journal.deployment().id(), tree, journal.log());
            }
        } finally {
            buildPermit.release();
        }
    }

    private Source.Tree fetch(App app, Journal journal) throws DeployException, InterruptedException {
        var tree = journal.fetching(
                () -> ports.source().fetch(app, journal.deployment().commit()));
        journal.say("\"" + tree.subject() + "\" by " + tree.author());
        return tree;
    }

    /** The same of an app with more services than one: all that can fail before anything is touched. */
    private Image prepare(App app, boolean anew, Journal journal) throws DeployException, InterruptedException {
        var deployment = journal.deployment();
        buildPermit.acquire();
        try {
            headroom.require(app, journal);
            if (!ports.projects().hasFiles(app, deployment.commit())) {
                try (var tree = fetch(app, journal)) {
                    ports.projects().write(app, tree);
                }
            }
            return ports.projects().prepare(Projects.Order.of(app, deployment), anew, journal.log());
        } finally {
            buildPermit.release();
        }
    }

    private void preflight(App app) throws DeployException, InterruptedException {
        if (app.isComposed()) {
            ports.projects().preflight(app);
        } else if (app.inSwarm()) {
            ports.services().preflight(app);
        } else {
            ports.containers().preflight(app);
            ports.reach().preflight(app);
        }
    }

    /** Every node of a swarm must find it; one engine has it. */
    private Image share(App app, Image image, Journal journal) throws DeployException, InterruptedException {
        return app.inSwarm() ? sharedImage.of(app, image, journal) : image;
    }

    /** A rollback goes to what has run here before, and must not hang on a server or on a key's last day. */
    private void requireSignature(App app, Request request, Journal journal)
            throws DeployException, InterruptedException {
        if (app.git().signatures().isPresent() && request.trigger() != Trigger.ROLLBACK) {
            var intent = journal.deployment().intent();
            var now = ports.time().now().atZone(ports.time().zone());
            journal.say(ports.source().verify(app, intent.commit(), intent.tag(), now));
        }
    }

    private void replace(App app, Image image, Optional<Container> current, Journal journal)
            throws DeployException, InterruptedException {
        journal.replacing(current);
        journal.enter(Phase.REPLACING);
        Swap.by(journal.deployment().intent().swap())
                .replace(new Replacement(ports, verification, journal, app, image));
    }

    private void verify(App app, Journal journal) throws DeployException, InterruptedException {
        journal.enter(Phase.VERIFYING);
        if (app.inSwarm()) {
            journal.say("well: " + rollout.await(app, journal.deployment(), journal::say));
            return;
        }
        if (app.isComposed()) {
            journal.say("well: " + project.await(app, journal::say));
            return;
        }
        var container = Lineup.of(app, ports).current().orElseThrow();
        journal.say(
                "well: " + verification.await(app, container.id(), app.health().timeout(), true));
        conclusion.standDownPrevious(journal);
    }

    /** Whatever the reason, what ran before is left, or put back. */
    private void giveUp(App app, Journal journal, Optional<Container> current, Throwable cause)
            throws DeployException, InterruptedException {
        var phase = journal.deployment().phase();
        var failure = Failures.of(cause).at(journal.stage());
        switch (phase) {
            case PLANNED, BUILDING -> {
                journal.quote(failure);
                journal.because(failure.standing(Advice.untouched(current)).then(Advice.after(failure, app)));
                journal.enter(cause instanceof InterruptedException ? Phase.CANCELLED : Phase.FAILED);
            }
            case REPLACING, VERIFYING -> rollback.begin(app, journal, failure);
            default -> throw new IllegalStateException("gave up in " + phase, cause);
        }
    }
}
