package dev.slipway;

import dev.slipway.model.App;
import dev.slipway.model.EnvText;
import dev.slipway.model.Run;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Webhook secrets in the env files of apps. Slipway does not use them, but who moves from a listener inside the app to Slipway
 * may well have left the secret there, and given the forge that one.
 */
final class StraySecrets {
    private static final Logger LOG = LoggerFactory.getLogger(StraySecrets.class);
    private static final Pattern NAME = Pattern.compile("(?i).*(WEBHOOK|GITHUB|GITEA|GITLAB).*SECRET.*");

    private StraySecrets() {}

    /** With the file and line of each; a file that cannot be read has none. */
    static List<WebhookSecret> of(List<App> apps, Map<String, String> environment) {
        var found = new ArrayList<WebhookSecret>();
        for (var app : apps) {
            for (var file : app.envFiles()) {
                found.addAll(in(file, environment));
            }
        }
        return found;
    }

    private static List<WebhookSecret> in(Run.EnvFile file, Map<String, String> environment) {
        try {
            var content = Files.readAllBytes(Path.of(file.path()));
            return EnvText.parse(content, file.composeFormat(), environment).entrySet().stream()
                    .filter(entry -> NAME.matcher(entry.getKey()).matches())
                    .filter(entry -> !entry.getValue().text().isEmpty())
                    .map(entry -> new WebhookSecret(
                            new Secret(entry.getValue().text()),
                            file.path() + " line " + entry.getValue().line()))
                    .toList();
        } catch (IOException | EnvText.Malformed e) {
            // The deployment that needs the file says so; here it is but a guess less.
            LOG.debug(
                    "{} was not searched for a webhook secret: {}",
                    file.path(),
                    e.getClass().getSimpleName());
            return List.of();
        }
    }
}
