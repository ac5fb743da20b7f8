package dev.slipway.cli;

import dev.slipway.deploy.Outcome;
import dev.slipway.model.Blame;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.Phase;
import java.util.Collection;
import java.util.Collections;

/** How a command ended, as a number for scripts; in rising order of gravity. */
enum ExitCode {
    /** Done, or nothing to do. */
    OK(0),
    /** What was asked has the answer no: an app is not in sync or not healthy, a signature does not match, nobody answers. */
    ANSWERED_NO(3),
    /** The command line or the configuration is wrong. */
    USAGE(2),
    /** Git: unreachable, refused, not found. */
    GIT(4),
    /** Docker or this machine: unreachable or refused. */
    DOCKER(5),
    /** The build failed; what ran before still runs. */
    BUILD_FAILED(6),
    /** The new container was not well; the old one was put back. */
    ROLLED_BACK(7),
    /** A fault of Slipway's own. */
    FAULT(1),
    /** Another process holds {@code data_dir}. */
    BUSY(9),
    /** Interrupted by a signal. */
    INTERRUPTED(130),
    /** A person is needed. */
    BROKEN(8);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** What the process exits with. */
    int number() {
        return number;
    }

    /** The code for how one request ended. */
    static ExitCode of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ended ended -> of(ended.deployment());
            case Outcome.CheckFailed failed -> of(failed.failure());
            case Outcome.Nothing ignored -> OK;
            case Outcome.Superseded ignored -> OK;
            case Outcome.Interrupted ignored -> INTERRUPTED;
        };
    }

    /** The code for a request that could not even be begun. */
    static ExitCode of(Failure failure) {
        return switch (failure.blame()) {
            case YOURS -> USAGE;
            case REMOTE -> GIT;
            case HOST -> DOCKER;
            case OURS -> FAULT;
        };
    }

    /** The one that a person must hear of first; OK if there is none. */
    static ExitCode gravest(Collection<ExitCode> codes) {
        return codes.isEmpty() ? OK : Collections.max(codes);
    }

    private static ExitCode of(Deployment deployment) {
        return switch (deployment.phase()) {
            case SUCCEEDED -> OK;
            case ROLLED_BACK -> ROLLED_BACK;
            case BROKEN -> BROKEN;
            case FAILED -> deployment.failure().map(ExitCode::ofUntouched).orElse(FAULT);
            case CANCELLED -> deployment.failure().map(ExitCode::ofUntouched).orElse(INTERRUPTED);
            case PLANNED, BUILDING, REPLACING, VERIFYING, ROLLING_BACK -> FAULT;
        };
    }

    private static ExitCode ofUntouched(Failure failure) {
        if (failure.blame() == Blame.YOURS) {
            return BUILD_FAILED;
        }
        // A registry that is down fails the build, whoever is to blame for it: Git answered, or there were no build.
        if (failure.blame() == Blame.REMOTE && failure.at() == Phase.BUILDING) {
            return BUILD_FAILED;
        }
        return of(failure);
    }
}
