package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Helps with what Git needs before it can be asked, without an agent. */
public interface GitTools {
    /**
     * Makes the app's SSH key where its configuration says; one that is there is left as it is.
     *
     * @param config the file that was asked for; empty for the first that is found
     */
    Key key(Optional<Path> config, String app) throws DeployException;

    /**
     * A key pair.
     *
     * @param file the private half; the public one is beside it, as {@code .pub}
     * @param publicLine the public half, as a forge takes it
     * @param fingerprint of the public half
     * @param isNew whether it was made now
     * @param steps what is to be done with it, for a person
     */
    record Key(Path file, String publicLine, String fingerprint, boolean isNew, List<String> steps) {
        public Key {
            steps = List.copyOf(steps);
        }
    }
}
