package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Tries out who is told of news, without an agent. */
public interface NotifyTools {
    /**
     * Sends a message to each entry of {@code notify}, and asks the forge of each app with {@code report} whether it would show
     * its deployments; or only those that are meant.
     *
     * @param config the file that was asked for; empty for the first that is found
     * @param which number of an entry, counted from 1, its type, or the name of an app
     * @throws DeployException YOURS if there is nothing of that name
     */
    Answer test(Optional<Path> config, Optional<String> which) throws DeployException, InterruptedException;

    /**
     * What came of it.
     *
     * @param well whether all took it
     * @param lines for a person; none holds a secret
     */
    record Answer(boolean well, List<String> lines) {
        public Answer {
            lines = List.copyOf(lines);
        }
    }
}
