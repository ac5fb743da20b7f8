package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.Containers.Creation;
import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.Container.Origin;
import java.util.Map;
import java.util.Optional;

/** What is written on a container: whose it is, and what it was made from. */
final class Labels {
    static final String APP = "dev.slipway.app";
    static final String COMMIT = "dev.slipway.commit";
    static final String DEPLOYMENT = "dev.slipway.deployment";
    static final String CONFIG_HASH = "dev.slipway.config-hash";

    /**
     * Tells a container that Slipway made from one that somebody else started from an image of Slipway's: Docker hands an
     * image's labels on to its containers, all but this one.
     */
    static final String KIND = "dev.slipway.kind";

    static final String CONTAINER = "container";

    private Labels() {}

    static Map<String, String> of(Creation creation, String configHash) {
        return Map.of(
                APP,
                creation.app().name(),
                COMMIT,
                creation.commit().sha(),
                DEPLOYMENT,
                Long.toString(creation.deployment()),
                CONFIG_HASH,
                configHash,
                KIND,
                CONTAINER);
    }

    /** By which all containers of an app are listed. */
    static Map<String, String> of(App app) {
        return Map.of(APP, app.name(), KIND, CONTAINER);
    }

    /** Empty for a container that Slipway did not make, or on whose labels somebody else wrote. */
    static Optional<Origin> origin(JsonNode labels) {
        var commit = labels.path(COMMIT).asText();
        var deployment = number(labels.path(DEPLOYMENT).asText());
        if (!labels.path(KIND).asText().equals(CONTAINER) || !Commit.isFull(commit) || deployment.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Origin(
                labels.path(APP).asText(),
                new Commit(commit),
                deployment.get(),
                labels.path(CONFIG_HASH).asText()));
    }

    static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException ignored) {
            return Optional.empty(); // somebody else's label
        }
    }
}
