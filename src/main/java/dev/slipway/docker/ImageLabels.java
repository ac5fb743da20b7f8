package dev.slipway.docker;

import dev.slipway.model.App;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.Inclusions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** What is written on an image: how it is found again, and where it came from. */
final class ImageLabels {
    static final String APP = "dev.slipway.app";
    static final String COMMIT = "dev.slipway.commit";
    static final String DEPLOYMENT = "dev.slipway.deployment";
    static final String CONFIG_HASH = "dev.slipway.config-hash";
    /** On a gate, which is none of the app's own containers. */
    static final String GATE = "dev.slipway.gate";

    /** On a container of a project of Compose: a hash of all that it was made from. */
    static final String SERVICE = "dev.slipway.service";

    private ImageLabels() {}

    /** All labels of one build, the standard ones of the OCI image specification among them. */
    static Map<String, String> of(App app, Commit commit, long deployment, Instant created) {
        return Map.of(
                APP,
                app.name(),
                COMMIT,
                commit.sha(),
                DEPLOYMENT,
                Long.toString(deployment),
                CONFIG_HASH,
                buildHash(app.build(), app.git().inclusions()),
                "org.opencontainers.image.revision",
                commit.sha(),
                "org.opencontainers.image.source",
                withoutCredentials(app.git().url()),
                "org.opencontainers.image.created",
                created.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** Those by which an image is known to be what a build of this commit would make today. */
    static Map<String, String> identity(App app, Commit commit) {
        return Map.of(
                APP,
                app.name(),
                COMMIT,
                commit.sha(),
                CONFIG_HASH,
                buildHash(app.build(), app.git().inclusions()));
    }

    static String tag(App app, Commit commit) {
        return repository(app) + ":" + commit.sha();
    }

    static String repository(App app) {
        return "slipway/" + app.name();
    }

    /** A hash of what decides what is built from a commit, but not of what only decides how. */
    static String buildHash(BuildSpec build, Inclusions inclusions) {
        var json = Raw.JSON
                .createObjectNode()
                .put("context", build.context())
                .put("dockerfile", build.dockerfile())
                .put("target", build.target().orElse(""));
        var args = json.putObject("args");
        build.args().forEach(args::put); // in the order of their names, by BuildSpec
        build.pull().ifPresent(pull -> json.put("pull", pull.pattern()));
        // Only where it is set: what was built before there was such a key is still what a build would make.
        if (inclusions.submodules()) {
            json.put("submodules", true);
        }
        if (!build.secrets().isEmpty()) {
            // A step may do another thing where there is none; what it is changes nothing, as for the builder's own
            // cache.
            var secrets = json.putArray("secrets");
            build.secrets().keySet().forEach(secrets::add);
        }
        if (inclusions.lfs()) {
            json.put("lfs", true);
        }
        return Sha256.hex(json.toString());
    }

    /** A Git URL should carry none, but a label is no place to find out that it does. */
    private static String withoutCredentials(String url) {
        return url.replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*://)[^/@]*@", "$1");
    }
}
