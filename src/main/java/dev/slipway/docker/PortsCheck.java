package dev.slipway.docker;

import com.github.dockerjava.api.model.Container;
import dev.slipway.deploy.Check;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Finding;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the host ports that the apps publish are theirs or free, and who has them if not. */
final class PortsCheck implements Check {
    private final DockerEngine engine;
    private final Whereabouts whereabouts;
    private final Listeners listeners;
    private final List<App> apps;

    PortsCheck(DockerEngine engine, Whereabouts whereabouts, Listeners listeners, List<App> apps) {
        this.engine = engine;
        this.whereabouts = whereabouts;
        this.listeners = listeners;
        this.apps = List.copyOf(apps);
    }

    @Override
    public String name() {
        return DockerChecks.sectioned("ports", engine);
    }

    @Override
    public List<Finding> look() throws DeployException {
        var running = engine.call(
                "list the containers", docker -> docker.listContainersCmd().exec());
        var seesHost = engine.host().isSocket() && whereabouts.place() instanceof Place.OnHost;
        var findings = new ArrayList<Finding>();
        var wanted = 0;
        for (var app : apps) {
            for (var port : app.run().get(RunKey.PORTS).orElse(List.of())) {
                if (port.hostPort().isPresent()) {
                    wanted++;
                    trouble(app, port, running, seesHost).ifPresent(findings::add);
                }
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.well(wanted == 0 ? "no app publishes one" : wanted + " wanted, none in other hands"));
        }
        if (apps.stream().anyMatch(App::isComposed)) {
            findings.add(Finding.well("those of Compose files are not looked at: Compose says when one is taken"));
        }
        return findings;
    }

    private Optional<Finding> trouble(App app, Run.Port port, List<Container> running, boolean seesHost) {
        int number = port.hostPort().orElseThrow();
        var holder = running.stream().filter(each -> publishes(each, port)).findFirst();
        if (holder.isPresent()) {
            return isOf(app, holder.get())
                    ? Optional.empty()
                    : Optional.of(taken(app, port, "container " + name(holder.get()), wayOut(app, name(holder.get()))));
        }
        return seesHost
                ? listeners
                        .on(number, port.protocol())
                        .map(who -> taken(app, port, who, "ss -lntup 'sport = :" + number + "' shows it; stop it"))
                : Optional.empty();
    }

    /** One with the app's own name is most likely what the app is to take over. */
    private static String wayOut(App app, String holder) {
        var stop = "docker stop " + holder;
        return holder.equals(app.containerName())
                ? "adopt: true under apps." + app.name() + " has Slipway take it over; else " + stop
                : stop;
    }

    private static Finding taken(App app, Run.Port port, String holder, String next) {
        return Finding.wrong(
                app.name() + ": host port " + port.hostPort().orElseThrow() + "/" + port.protocol() + " is held by "
                        + holder,
                "the new container cannot publish it, and is not started in the old one's place",
                next + ", or change apps." + app.name() + ".run.ports");
    }

    private static boolean publishes(Container container, Run.Port port) {
        for (var each : container.getPorts()) {
            if (port.hostPort().orElseThrow().equals(each.getPublicPort())
                    && port.protocol().equals(each.getType())) {
                return true;
            }
        }
        return false;
    }

    /** By its label, or its gate's; or by its name, which an app that adopts it takes over. */
    private static boolean isOf(App app, Container container) {
        return app.name().equals(container.getLabels().get(ImageLabels.APP))
                || app.name().equals(container.getLabels().get(ImageLabels.GATE))
                || (app.policy().adopt() && name(container).equals(app.containerName()));
    }

    private static String name(Container container) {
        return container.getNames().length == 0 ? container.getId() : container.getNames()[0].replaceFirst("^/", "");
    }
}
