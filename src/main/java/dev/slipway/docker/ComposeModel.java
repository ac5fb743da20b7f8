package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What Compose makes of a commit's Compose files: its own answer, so that its rules are read by nobody else. */
final class ComposeModel {
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);
    private static final int HEX_DIGITS = 16;

    /** Of a service, what does not make its containers others. */
    private static final List<String> BESIDE = List.of(
            "build", "depends_on", "profiles", "scale", "pull_policy", "env_file", "label_file", "develop", "image");

    private final JsonNode json;
    private final Path tree;

    /** @param tree the folder with the commit's files */
    ComposeModel(JsonNode json, Path tree) {
        this.json = json;
        this.tree = tree;
    }

    /** The services that are to run, by their names. */
    Map<String, JsonNode> services() {
        var services = new TreeMap<String, JsonNode>();
        json.path("services").properties().forEach(each -> services.put(each.getKey(), each.getValue()));
        return services;
    }

    JsonNode service(String name) {
        return json.path("services").path(name);
    }

    /** Whether it is to have a container. */
    static boolean isWanted(JsonNode service) {
        return service.path("scale").asInt(1) > 0
                && service.path("deploy").path("replicas").asInt(1) > 0;
    }

    static boolean isBuilt(JsonNode service) {
        return service.hasNonNull("build");
    }

    static Optional<String> image(JsonNode service) {
        return Optional.of(service.path("image").asText()).filter(image -> !image.isEmpty());
    }

    /** The service that builds the image which another one only names. */
    Optional<String> builderOf(JsonNode service) {
        var image = image(service);
        return image.isEmpty() || isBuilt(service)
                ? Optional.empty()
                : services().entrySet().stream()
                        .filter(each -> isBuilt(each.getValue())
                                && image(each.getValue()).equals(image))
                        .map(Map.Entry::getKey)
                        .findFirst();
    }

    /** How long the slowest service may take to stop. */
    Duration grace() {
        return services().values().stream()
                .map(service ->
                        GoDuration.parse(service.path("stop_grace_period").asText()))
                .flatMap(Optional::stream)
                .reduce(DEFAULT_GRACE, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    /** A hash of how a service is built, wherever the commit's files lie. */
    String buildHash(JsonNode service) {
        return hash(service.path("build").toString().replace(tree.toString(), "."));
    }

    /** A hash of all that a service's containers are made from. */
    String digest(JsonNode service, String imageId) {
        var made = (ObjectNode) service.deepCopy();
        made.remove(BESIDE);
        if (made.path("deploy") instanceof ObjectNode deploy) {
            deploy.remove("replicas");
        }
        // Compose compares only their names, while their content is the file's of this commit.
        for (var kind : List.of("configs", "secrets")) {
            var of = made.putObject("of " + kind);
            service.path(kind).forEach(each -> {
                var source = each.path("source").asText();
                of.set(source, json.path(kind).path(source));
            });
        }
        return hash(made + " " + imageId);
    }

    private static String hash(String text) {
        return Sha256.hex(text).substring(0, HEX_DIGITS);
    }

    /** Files and folders of the commit that the engine is to mount, or to read itself. */
    boolean mountsFiles() {
        return Stream.concat(
                        services().values().stream()
                                .flatMap(ComposeModel::binds)
                                .map(bind -> bind.path("source")),
                        files().map(each -> each.path("file")))
                .anyMatch(source -> isInTree(source.asText()));
    }

    private Stream<JsonNode> files() {
        return Stream.of("configs", "secrets")
                .flatMap(kind -> json.path(kind).properties().stream())
                .map(Map.Entry::getValue);
    }

    private static Stream<JsonNode> binds(JsonNode service) {
        return service.path("volumes")
                .valueStream()
                .filter(each -> each.path("type").asText().equals("bind"));
    }

    private boolean isInTree(String path) {
        return !path.isEmpty() && Path.of(path).normalize().startsWith(tree);
    }

    /**
     * Refuses what would lose data, or give away Slipway's own: the next commit has a folder of its own, and this one's goes.
     *
     * @param home of all that Slipway keeps of projects
     */
    void refuse(Path home, Commit commit) throws DeployException {
        for (var service : services().entrySet()) {
            for (var bind : binds(service.getValue()).toList()) {
                refuse(service.getKey(), bind, home, commit);
            }
        }
        for (var volume : json.path("volumes").properties()) {
            var device = volume.getValue().path("driver_opts").path("device").asText();
            if (isInTree(device) || isWithin(device, home)) {
                throw lost("volume " + volume.getKey() + " lies at " + shown(device));
            }
        }
    }

    private void refuse(String service, JsonNode bind, Path home, Commit commit) throws DeployException {
        var source = bind.path("source").asText();
        if (!isInTree(source)) {
            if (isWithin(source, home)) {
                throw new DeployException(
                        Blame.YOURS,
                        "service " + service + " mounts " + source
                                + ", which leads out of the repository into Slipway's" + " data_dir",
                        "mount what is in the repository, or a folder of the host by its absolute path");
            }
            return;
        }
        var path = Path.of(source);
        if (!Files.exists(path)) {
            throw lost(
                    "service " + service + " mounts " + shown(source) + ", which commit " + commit + " does not have");
        }
        if (Files.isDirectory(path) && !bind.path("read_only").asBoolean()) {
            throw lost("service " + service + " may write into the folder " + shown(source)
                    + " of the repository, which it mounts without :ro");
        }
    }

    private static DeployException lost(String what) {
        return new DeployException(
                Blame.YOURS,
                what + "; each commit has a folder of its own, so what is written there would be lost with the next",
                "use a named volume, or a folder of the host by its absolute path; mount what is only read with :ro");
    }

    private static boolean isWithin(String path, Path home) {
        return !path.isEmpty() && Path.of(path).normalize().startsWith(home);
    }

    private String shown(String path) {
        var relative = tree.relativize(Path.of(path).normalize()).toString();
        return "./" + relative;
    }
}
