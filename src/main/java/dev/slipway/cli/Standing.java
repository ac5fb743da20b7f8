package dev.slipway.cli;

import dev.slipway.deploy.AppStatus;
import dev.slipway.deploy.History.Decision;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Phase;
import java.util.Optional;

/** Where an app stands, in one word; the first that holds, in this order. */
enum Standing {
    /** The last deployment left it so that a person is needed. */
    BROKEN,
    /** A deployment was begun by a process that ended; nobody has taken it up. */
    INTERRUPTED,
    /** A deployment is under way. */
    DEPLOYING,
    /** It cannot be deployed whatever the branch has: another's container bears a name that it needs. */
    CONFLICT,
    /** The container that should serve does not run, or says that it is unhealthy. */
    UNWELL,
    /** A person stopped automatic deployments. */
    PAUSED,
    /** A rollback keeps it at a commit. */
    PINNED,
    /** No agent is running, so nobody knows what the branch has. */
    UNWATCHED,
    /** The last look at the branch failed, or its Docker host cannot be asked. */
    UNREACHABLE,
    /** The branch has another commit, which waits. */
    HELD_BACK,
    /** Nothing was ever deployed. */
    NOT_DEPLOYED,
    /** The branch has another commit, which is about to be deployed. */
    BEHIND,
    /** What the branch has runs. */
    IN_SYNC;

    static Standing of(AppStatus status, Watch watch) {
        if (status.latest().filter(d -> d.phase() == Phase.BROKEN).isPresent()) {
            return BROKEN;
        }
        if (status.underWay().isPresent()) {
            return watch == Watch.NOBODY ? INTERRUPTED : DEPLOYING;
        }
        if (status.isUnseen()) {
            return UNREACHABLE;
        }
        if (status.conflict().isPresent()) {
            return CONFLICT;
        }
        if (status.current().filter(container -> !isWell(container)).isPresent()) {
            return UNWELL;
        }
        if (status.state().paused().isPresent()) {
            return PAUSED;
        }
        if (status.state().pinned().isPresent()) {
            return PINNED;
        }
        return ofBranch(status, watch);
    }

    /** What {@code status --exit-code} asks: the tip of the branch runs, and well. */
    static boolean isInSyncAndWell(AppStatus status) {
        return runsTip(status)
                && status.underWay().isEmpty()
                && status.latest().filter(d -> d.phase() == Phase.BROKEN).isEmpty()
                && status.current().filter(Standing::isWell).isPresent()
                && status.check().flatMap(AppStatus.Check::failure).isEmpty();
    }

    /** What the branch had at the last look by this process. */
    static Optional<Commit> tip(AppStatus status) {
        return status.check().flatMap(AppStatus.Check::tip);
    }

    /** The newest of the tags at that look, where tags are followed. */
    static Optional<String> tipTag(AppStatus status) {
        return status.check().flatMap(AppStatus.Check::tag);
    }

    private static Standing ofBranch(AppStatus status, Watch watch) {
        if (status.check().isEmpty() && watch != Watch.AGENT) {
            return UNWATCHED;
        }
        if (status.check().flatMap(AppStatus.Check::failure).isPresent()) {
            return UNREACHABLE;
        }
        if (runsTip(status)) {
            return IN_SYNC;
        }
        if (tipFailed(status).isPresent()
                || status.decision()
                        .filter(d -> d.kind() == Decision.Kind.HELD_BACK)
                        .isPresent()) {
            return HELD_BACK;
        }
        return status.current().isEmpty() ? NOT_DEPLOYED : BEHIND;
    }

    /** The newest deployment, if it was of the tip and failed: the next look will hold the commit back, and not deploy it. */
    static Optional<Deployment> tipFailed(AppStatus status) {
        return status.latest()
                .filter(d -> d.phase() == Phase.FAILED || d.phase() == Phase.ROLLED_BACK)
                .filter(d -> tip(status).filter(d.commit()::equals).isPresent());
    }

    private static boolean runsTip(AppStatus status) {
        return tip(status).isPresent() && (tip(status).equals(status.running()) || tipChangesNothing(status));
    }

    /** Whether the last decision was that the tip differs in nothing from what runs, and nothing was deployed since. */
    private static boolean tipChangesNothing(AppStatus status) {
        return status.running().isPresent()
                && status.decision()
                        .filter(d -> d.kind() == Decision.Kind.UP_TO_DATE)
                        .filter(d -> d.commit().equals(tip(status)))
                        .filter(d -> status.latest()
                                .filter(latest -> latest.changedAt().isAfter(d.at()))
                                .isEmpty())
                        .isPresent();
    }

    private static boolean isWell(Container container) {
        return container.isRunning() && container.state().health() != Container.Health.UNHEALTHY;
    }
}
