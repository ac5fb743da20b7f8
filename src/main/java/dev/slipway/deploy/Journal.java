package dev.slipway.deploy;

import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.Phase;
import dev.slipway.model.SwapMode;
import java.util.Optional;

/** One deployment under way, written down step by step: first the phase, then the act. */
final class Journal implements AutoCloseable {
    private final Ports ports;
    private final Progress log;
    private Deployment deployment;
    private boolean notFetched;

    private Journal(Ports ports, Deployment deployment) {
        this.ports = ports;
        this.deployment = deployment;
        this.log = ports.logs().open(deployment.id());
    }

    /** Begins a deployment, in PLANNED. */
    static Journal begin(Ports ports, Deployment.Intent intent) throws DeployException {
        // A journal that was lost begins again at 1, while containers still bear the ids of the old one.
        ports.history().continueAfter(ports.containers().highestDeployment());
        if (intent.swap() == SwapMode.ROLLING) {
            ports.history().continueAfter(ports.services().highestDeployment());
        }
        if (intent.swap() == SwapMode.COMPOSE) {
            ports.history().continueAfter(ports.projects().highestDeployment());
        }
        var journal =
                new Journal(ports, ports.history().begin(intent, ports.time().now()));
        journal.say(intent.app() + " " + intent.commit().sha() + ": " + intent.reason());
        return journal;
    }

    /** Tells the outside where it is. */
    void tell() {
        ports.notifier().changed(deployment);
    }

    /** Takes up a deployment that an earlier process began. */
    static Journal resume(Ports ports, Deployment deployment) {
        return new Journal(ports, deployment);
    }

    Deployment deployment() {
        return deployment;
    }

    /** Brings what is to be built. */
    interface Fetch {
        Source.Tree run() throws DeployException, InterruptedException;
    }

    /** Remembers, should it fail, that it was not the build that failed. */
    Source.Tree fetching(Fetch fetch) throws DeployException, InterruptedException {
        notFetched = true;
        var tree = fetch.run();
        notFetched = false;
        return tree;
    }

    /** What failed if something fails now: the phase, but without its commit no build has begun. */
    Phase stage() {
        return notFetched ? Phase.PLANNED : deployment.phase();
    }

    Progress log() {
        return log;
    }

    void say(String line) {
        log.line("slipway: " + line);
    }

    /** Enters the last words of what failed. */
    void quote(Failure failure) {
        failure.evidence().forEach(line -> log.line("  | " + line));
    }

    void replacing(Optional<Container> previous) {
        deployment = deployment.replacing(previous);
    }

    void because(Failure failure) {
        deployment = deployment.because(failure);
    }

    /** Enters a phase; when this returns, it is on disk. */
    void enter(Phase phase) throws DeployException {
        deployment = deployment.advance(phase, ports.time().now());
        say(phase.name());
        ports.history().record(deployment);
        tell();
    }

    @Override
    public void close() {
        log.close();
    }
}
