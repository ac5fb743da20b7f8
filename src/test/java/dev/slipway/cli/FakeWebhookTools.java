package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers as a test wants, and remembers what it was asked. */
final class FakeWebhookTools implements WebhookTools {
    final List<String> asked = new ArrayList<>();
    boolean well = true;
    boolean configured = true;

    @Override
    public Answer verify(byte[] secretFile, String signature, byte[] body) {
        asked.add(text(secretFile) + " " + signature + " " + text(body));
        return new Answer(well, List.of("the answer\u001b[2J"));
    }

    @Override
    public Answer test(Optional<Path> config, boolean publicly) throws DeployException {
        if (!configured) {
            throw new DeployException(Blame.YOURS, "no webhook is configured", "add the section webhook");
        }
        asked.add(publicly ? "public" : "loopback");
        return new Answer(well, List.of("the answer"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
