package dev.slipway.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Compose's service keys that {@code run} does not take, each with the reason or what to use instead. */
final class RefusedRunKeys {
    static final Map<String, String> REASONS = reasons();

    private RefusedRunKeys() {}

    private static Map<String, String> reasons() {
        var reasons = new LinkedHashMap<String, String>();
        reasons.put("build", "it stands beside run, in the app's own build");
        reasons.put("image", "the image is what Slipway built; use build.image for an extra tag");
        reasons.put("pull_policy", "the image is built here, never pulled; remove it");
        reasons.put("platform", "images are built for the machine that runs them; remove it");
        reasons.put(
                "depends_on",
                "apps are deployed one by one; let the app wait for what it needs, and use health.timeout");
        reasons.put("links", "join a common network with networks and use the other container's name");
        reasons.put("profiles", "leave the app out of the file instead");
        reasons.put("extends", "use a YAML anchor and <<: *anchor");
        reasons.put("develop", "it is for docker compose watch");
        reasons.put("attach", "it is for docker compose up");
        reasons.put("scale", "use deploy.replicas, with target: swarm; one engine runs one container an app");
        reasons.put("post_start", "this version runs no hooks; put it into the image's entrypoint");
        reasons.put("pre_stop", "this version runs no hooks; let the app act on its stop_signal");
        reasons.put("provider", "run takes containers only");
        reasons.put("models", "run takes containers only");
        reasons.put("use_api_socket", "mount the socket with volumes if the app really needs it");
        reasons.put("label_file", "write the labels into labels");
        reasons.put("blkio_config", "this version does not limit disk traffic; remove it");
        reasons.put("health", "it stands beside run, in the app's own health");
        reasons.put("swap", "it stands beside run");
        Stream.of("credential_spec", "isolation", "cpu_count", "cpu_percent")
                .forEach(key -> reasons.put(key, "it is for Windows containers only"));
        Stream.of("cpu_rt_runtime", "cpu_rt_period")
                .forEach(key -> reasons.put(key, "this version does not set real-time scheduling; remove it"));
        Stream.of("net", "dockerfile", "log_driver", "log_opt")
                .forEach(key ->
                        reasons.put(key, "it went out of Compose long ago; see network_mode, build and logging"));
        return reasons;
    }
}
