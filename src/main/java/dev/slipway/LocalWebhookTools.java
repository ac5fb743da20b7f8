package dev.slipway;

import dev.slipway.cli.CommandLineInterface;
import dev.slipway.cli.WebhookTools;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.Blame;
import dev.slipway.webhook.SelfTest;
import dev.slipway.webhook.SignatureCheck;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Answers questions about the webhook in this process. */
record LocalWebhookTools(Map<String, String> environment, Time time) implements WebhookTools {
    @Override
    public Answer verify(byte[] secretFile, String signature, byte[] body) {
        var result = SignatureCheck.check(secretFile, signature, body);
        return new Answer(result.matches(), result.said().lines().toList());
    }

    @Override
    public Answer test(Optional<Path> config, boolean publicly) throws DeployException, InterruptedException {
        var configuration = Configuration.load(config, environment);
        var spec = configuration
                .settings()
                .webhook()
                .orElseThrow(() -> new DeployException(
                        Blame.YOURS,
                        "no webhook is configured in " + configuration.file(),
                        "add the section webhook; docs/CONFIGURATION.md has its keys"));
        var test = new SelfTest(spec, CommandLineInterface.version(), time);
        var result = publicly ? test.publicly() : test.onLoopback();
        return new Answer(result.well(), result.lines());
    }
}
