package dev.slipway.model;

import java.time.Instant;
import java.util.Optional;

/** What is to be done about an app, and why. "Nothing" is a value like the others, not an exception. */
public sealed interface Plan {
    /** In one line, for a person. */
    String reason();

    /**
     * What runs is what should run.
     *
     * @param drifted whether somebody's hand changed the container since, as the reason then says
     */
    record UpToDate(Commit commit, String reason, boolean drifted) implements Plan {
        public UpToDate(Commit commit, String reason) {
            this(commit, reason, false);
        }
    }

    /**
     * Something could be deployed, but not now.
     *
     * @param commit what would be deployed; empty where the branch has nothing to deploy
     * @param until when it is looked at anew; empty where only a person or a newer commit can change it
     */
    record HeldBack(Optional<Commit> commit, String reason, Optional<Instant> until) implements Plan {}

    /** A deployment is due. */
    record Deploy(Deployment.Intent intent) implements Plan {
        @Override
        public String reason() {
            return intent.reason();
        }
    }
}
