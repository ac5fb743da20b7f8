package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Containers that Slipway made on one Docker host for apps that run on another by now: they are nobody's to look after. */
final class LeftBehind {
    private LeftBehind() {}

    /** The same as {@link #on}, or that there are none. */
    static List<Finding> orWell(DockerEngine engine, List<App> others) throws DeployException {
        var left = on(engine, others);
        return left.isEmpty() ? List.of(Finding.well("nothing is left here of apps that run on another host")) : left;
    }

    /** @param others the apps of the configuration that do not run on this engine */
    static List<Finding> on(DockerEngine engine, List<App> others) throws DeployException {
        Map<String, App> elsewhere = others.stream().collect(Collectors.toMap(App::name, Function.identity()));
        if (elsewhere.isEmpty()) {
            return List.of();
        }
        var containers = engine.call(
                "list the containers",
                docker -> docker.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(List.of(ImageLabels.APP))
                        .exec());
        return containers.stream()
                .flatMap(each -> Optional.ofNullable(
                        elsewhere.get(String.valueOf(each.getLabels().get(ImageLabels.APP))))
                        .map(app -> left(each.getNames()[0].substring(1), app, engine))
                        .stream())
                .toList();
    }

    private static Finding left(String container, App app, DockerEngine engine) {
        return Finding.note(
                "container " + container + " at " + engine.host() + " is of app " + app.name() + ", which runs at "
                        + app.host().map("the Docker host "::concat).orElse("docker.host") + " by now",
                "it is left as it is, and nobody looks after it",
                "once it is not needed: docker rm --force " + container + ", on that machine");
    }
}
