package dev.slipway.deploy;

import dev.slipway.model.Commit;
import dev.slipway.model.Deployment;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Port: the journal of deployments. A change is on disk when its method returns. A disk that refuses is a {@link
 * DeployException} of HOST.
 */
public interface History {
    /** Gives the deployment an id, higher than any before, and writes it in phase PLANNED. */
    Deployment begin(Deployment.Intent intent, Instant now) throws DeployException;

    /**
     * Writes what the deployment is now; a new phase is also entered into its list of phases.
     *
     * @throws DeployException HOST if the disk refuses; OURS if it was never begun
     */
    void record(Deployment deployment) throws DeployException;

    /** Makes every id given out later higher than {@code id}: containers may bear ids that a lost journal gave out. */
    void continueAfter(long id) throws DeployException;

    Optional<Deployment> find(long id) throws DeployException;

    /** Newest first. */
    List<Deployment> of(String app, int limit) throws DeployException;

    /** Of all apps, newest first. */
    List<Deployment> newest(int limit) throws DeployException;

    /** The deployments of an app that are in no terminal phase, newest first; more than one only after a damage. */
    List<Deployment> unfinished(String app) throws DeployException;

    /** When each phase began, oldest first. */
    List<PhaseStart> phases(long id) throws DeployException;

    AppState state(String app) throws DeployException;

    void save(String app, AppState state) throws DeployException;

    /** Enters a decision that led to no deployment; one with the reason of the last one writes nothing. */
    void decided(String app, Decision decision) throws DeployException;

    /** Newest first. */
    List<Decision> decisions(String app, int limit) throws DeployException;

    /** Enters that a deployment's image is at a registry now. */
    void pushed(Push push) throws DeployException;

    /** What was pushed of an app, newest first. */
    List<Push> pushes(String app, int limit) throws DeployException;

    /**
     * An image that was brought to a registry after its deployment had succeeded.
     *
     * @param reference its name there, with its tag
     * @param image the engine's content id
     * @param digest what the registry knows it by
     */
    record Push(long deployment, String app, String reference, String image, String digest, Instant at) {
        public Push {
            Objects.requireNonNull(app);
            Objects.requireNonNull(reference);
            Objects.requireNonNull(image);
            Objects.requireNonNull(digest);
            Objects.requireNonNull(at);
        }
    }

    /** When a phase began. */
    record PhaseStart(Phase phase, Instant at) {
        /** Until the next phase began. */
        public Duration until(PhaseStart next) {
            return Duration.between(at, next.at);
        }
    }

    /** Why an app was left alone. */
    record Decision(Instant at, Kind kind, Optional<Commit> commit, String reason) {
        /** The plans that lead to no deployment, and the failure to make one. */
        public enum Kind {
            UP_TO_DATE,
            /** Up to date by commit and configuration, but changed by hand. */
            DRIFTED,
            HELD_BACK,
            CHECK_FAILED
        }

        public static Optional<Decision> of(Plan plan, Instant at) {
            return switch (plan) {
                case Plan.UpToDate p ->
                    Optional.of(new Decision(
                            at, p.drifted() ? Kind.DRIFTED : Kind.UP_TO_DATE, Optional.of(p.commit()), p.reason()));
                case Plan.HeldBack p -> Optional.of(new Decision(at, Kind.HELD_BACK, p.commit(), p.reason()));
                case Plan.Deploy ignored -> Optional.empty();
            };
        }
    }

    /**
     * What a person has set for an app, until it is lifted.
     *
     * @param pinned the commit that the app is kept at
     * @param paused why automatic deployments wait; empty if they do not
     * @param acknowledged id up to which a BROKEN deployment no longer holds the app back; 0 for none
     */
    record AppState(Optional<Commit> pinned, Optional<String> paused, long acknowledged) {
        public static final AppState FREE = new AppState(Optional.empty(), Optional.empty(), 0);

        public AppState {
            Objects.requireNonNull(pinned);
            Objects.requireNonNull(paused);
        }

        public AppState pinnedTo(Optional<Commit> commit) {
            return new AppState(commit, paused, acknowledged);
        }

        public AppState pausedBecause(Optional<String> reason) {
            return new AppState(pinned, reason, acknowledged);
        }

        public AppState acknowledging(long deployment) {
            return new AppState(pinned, paused, deployment);
        }
    }
}
