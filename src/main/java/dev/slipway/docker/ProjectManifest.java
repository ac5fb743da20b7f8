package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a project was put up from, as it is kept beside its files. Holds no value of the environment.
 *
 * @param files Compose files, by their paths in the repository
 * @param tree name of the folder with the commit's files
 * @param grace how long its slowest service may take to stop
 */
record ProjectManifest(
        Container.Origin origin,
        String project,
        String tree,
        List<String> files,
        List<String> profiles,
        Duration grace,
        Map<String, Service> services) {
    ProjectManifest {
        files = List.copyOf(files);
        profiles = List.copyOf(profiles);
        services = new TreeMap<>(services);
    }

    /**
     * One service.
     *
     * @param digest of all that its containers are made from
     * @param image by which they name their image
     * @param isDone whether it had ended in good order when the deployment succeeded: its container may go
     */
    record Service(String digest, String image, boolean isDone) {}

    /** The same, but these services are done. */
    ProjectManifest done(Set<String> names) {
        var marked = new TreeMap<String, Service>();
        services.forEach((name, service) ->
                marked.put(name, new Service(service.digest(), service.image(), names.contains(name))));
        return new ProjectManifest(origin, project, tree, files, profiles, grace, marked);
    }

    /** The services that are to have a container. */
    Set<String> expected() {
        return services.entrySet().stream()
                .filter(each -> !each.getValue().isDone())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    JsonNode json() {
        var json = Raw.JSON
                .createObjectNode()
                .put("app", origin.app())
                .put("commit", origin.commit().sha())
                .put("deployment", origin.deployment())
                .put("config_hash", origin.configHash())
                .put("project", project)
                .put("tree", tree)
                .put("grace_seconds", grace.toSeconds());
        files.forEach(json.putArray("files")::add);
        profiles.forEach(json.putArray("profiles")::add);
        var all = json.putObject("services");
        services.forEach((name, service) -> all.putObject(name)
                .put("digest", service.digest())
                .put("image", service.image())
                .put("done", service.isDone()));
        return json;
    }

    static ProjectManifest read(JsonNode json) {
        var services = new TreeMap<String, Service>();
        json.path("services")
                .properties()
                .forEach(each -> services.put(
                        each.getKey(),
                        new Service(
                                each.getValue().path("digest").asText(),
                                each.getValue().path("image").asText(),
                                each.getValue().path("done").asBoolean())));
        return new ProjectManifest(
                new Container.Origin(
                        json.path("app").asText(),
                        new Commit(json.path("commit").asText()),
                        json.path("deployment").asLong(),
                        json.path("config_hash").asText()),
                json.path("project").asText(),
                json.path("tree").asText(),
                texts(json.path("files")),
                texts(json.path("profiles")),
                Duration.ofSeconds(json.path("grace_seconds").asLong()),
                services);
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
