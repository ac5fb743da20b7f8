package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import java.io.IOException;

/**
 * What a clone is of.
 *
 * @param name of the clone's folder, without its suffix
 * @param words for a person
 * @param way how a commit is brought into the clone
 */
record Origin(String name, String words, GitSpec git, Way way) {
    /** Brings a commit into a clone of this origin. */
    @FunctionalInterface
    interface Way {
        void bring(Commit commit, Clone into, RemoteCall remote)
                throws IOException, DeployException, InterruptedException;
    }

    static Origin of(App app) {
        var git = app.git();
        return new Origin(app.name(), app.name(), git, (commit, into, remote) -> into.fetch(remote, git, commit));
    }
}
