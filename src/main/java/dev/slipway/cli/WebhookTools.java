package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Answers questions about the webhook, without an agent. */
public interface WebhookTools {
    /**
     * Whether a signature was made with a secret over a body, and if not, which slip would explain it.
     *
     * @param secretFile what the file holds
     */
    Answer verify(byte[] secretFile, String signature, byte[] body);

    /**
     * Sends the webhook of the configuration a signed ping, and says who answered.
     *
     * @param config the file that was asked for; empty for the first that is found
     * @param publicly by {@code webhook.public_url}, as the forge would, instead of directly
     */
    Answer test(Optional<Path> config, boolean publicly) throws DeployException, InterruptedException;

    /**
     * What came of it.
     *
     * @param lines for a person; none holds a secret
     */
    record Answer(boolean well, List<String> lines) {
        public Answer {
            lines = List.copyOf(lines);
        }
    }
}
