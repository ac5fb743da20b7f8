package dev.slipway.config;

import dev.slipway.model.App;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What of the host the apps want for themselves: no two may want the same container name or host port. */
final class HostClaims {
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "");

    private final Collection<App> apps;

    HostClaims(Collection<App> apps) {
        this.apps = apps;
    }

    /** One for each engine, whatever it is called: apps on different ones are not in each other's way. */
    static List<HostClaims> byEngine(Collection<App> apps, DockerShape.Engines engines) {
        var byAddress = new LinkedHashMap<URI, List<App>>();
        for (var app : apps) {
            var host = app.host().map(engines.hosts()::get).orElse(engines.host());
            byAddress.computeIfAbsent(host.address(), each -> new ArrayList<>()).add(app);
        }
        return byAddress.values().stream().map(HostClaims::new).toList();
    }

    void check(Consumer<String> report) {
        checkNames(report);
        checkProjects(report);
        checkPorts(report);
    }

    private void checkNames(Consumer<String> report) {
        var owners = new HashMap<String, App>();
        for (var app : apps) {
            if (app.isComposed()) {
                continue; // Compose gives its containers names of its own.
            }
            var names = new ArrayList<>(List.of(app.containerName(), app.nextName(), app.previousName()));
            if (app.gate().isPresent()) {
                names.addAll(List.of(app.gateName(), app.nextGateName(), app.previousGateName()));
            }
            for (var name : names) {
                Optional.ofNullable(owners.putIfAbsent(name, app))
                        .ifPresent(other -> report.accept("'" + other.name() + "' and '" + app.name()
                                + "' would both have a container named " + name
                                + "; give one of them another container_name"));
            }
        }
    }

    private void checkProjects(Consumer<String> report) {
        var owners = new HashMap<String, App>();
        apps.stream()
                .filter(App::isComposed)
                .forEach(app -> Optional.ofNullable(owners.putIfAbsent(app.projectName(), app))
                        .ifPresent(other -> report.accept("'" + other.name() + "' and '" + app.name()
                                + "' would both be project " + app.projectName()
                                + " of Compose; give one of them another compose.project")));
    }

    /** A listener of Slipway's is on this host too, as long as it is not in a container of its own. */
    void checkAgainst(String name, String host, int listenPort, Consumer<String> report) {
        var wanted = Claim.ofListener(name, host, listenPort);
        for (var app : apps) {
            for (var port : app.run().get(RunKey.PORTS).orElse(List.of())) {
                if (new Claim(app.name(), port).collidesWith(wanted)) {
                    report.accept("listen: host port " + listenPort + "/tcp is published by '" + app.name()
                            + "'; let the " + name + " listen at another");
                }
            }
        }
    }

    /** Whether two listeners want the same. */
    static boolean collide(String host, int port, String otherHost, int otherPort) {
        return Claim.ofListener("one", host, port).collidesWith(Claim.ofListener("other", otherHost, otherPort));
    }

    private void checkPorts(Consumer<String> report) {
        var claims = new ArrayList<Claim>();
        for (var app : apps) {
            for (var port : app.run().get(RunKey.PORTS).orElse(List.of())) {
                var claim = new Claim(app.name(), port);
                claims.stream()
                        .filter(other -> other.collidesWith(claim))
                        .findFirst()
                        .ifPresent(other -> report.accept(claim.against(other)));
                claims.add(claim);
            }
        }
    }

    /** One host port that one app wants. */
    private record Claim(String app, Run.Port port) {
        static Claim ofListener(String name, String host, int port) {
            return new Claim(name, new Run.Port(Optional.of(host), Optional.of(port), port, "tcp"));
        }

        boolean collidesWith(Claim other) {
            return port.hostPort().isPresent()
                    && port.hostPort().equals(other.port.hostPort())
                    && port.protocol().equals(other.port.protocol())
                    && (address().equals(other.address())
                            || Stream.of(address(), other.address()).anyMatch(EVERY_ADDRESS::contains));
        }

        private String address() {
            return port.hostIp().orElse("");
        }

        String against(Claim other) {
            var what = "host port " + port.hostPort().orElseThrow() + "/" + port.protocol();
            return app.equals(other.app)
                    ? "'" + app + "' publishes " + what + " twice; remove one of them"
                    : "'" + other.app + "' and '" + app + "' both publish " + what + "; give one of them another";
        }
    }
}
