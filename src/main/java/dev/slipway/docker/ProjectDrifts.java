package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compares a project with what was put up: which services have containers, whether they are of the make that was put up, and whether
 * their images still bear the names. What was changed within a container is not looked at.
 */
final class ProjectDrifts {
    private final DockerProjects projects;

    ProjectDrifts(DockerProjects projects) {
        this.projects = projects;
    }

    List<Difference> of(App app) throws DeployException {
        var differences = new ArrayList<Difference>();
        var manifest = projects.manifest(app);
        if (manifest.isEmpty()) {
            return differences;
        }
        var found = projects.parts(app).stream()
                .collect(Collectors.groupingBy(each -> each.part().service()));
        for (var service : manifest.get().services().entrySet()) {
            var name = service.getKey();
            var containers = found.getOrDefault(name, List.of());
            if (containers.isEmpty() && !service.getValue().isDone()) {
                differences.add(setting("service " + name + " has no container any more"));
            }
            if (containers.stream()
                    .anyMatch(each -> !each.digest().equals(service.getValue().digest()))) {
                differences.add(setting("service " + name + " was recreated by somebody else"));
            }
            var id = projects.imageId(service.getValue().image());
            if (id.isPresent()
                    && containers.stream()
                            .anyMatch(each -> !id.get()
                                    .equals(each.part().container().wiring().image()))) {
                differences.add(new Difference(
                        Difference.Kind.IMAGE,
                        "image " + service.getValue().image() + " is another one than service " + name
                                + " was made from"));
            }
        }
        found.keySet().stream()
                .filter(name -> !manifest.get().services().containsKey(name))
                .sorted()
                .forEach(name -> differences.add(setting("service " + name + " was added by somebody else")));
        return differences;
    }

    private static Difference setting(String what) {
        return new Difference(Difference.Kind.SETTING, what);
    }
}
