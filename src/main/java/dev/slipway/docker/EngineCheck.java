package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.Check;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Finding;
import dev.slipway.model.RunKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Whether the engine can be reached, and can do what the apps ask of it: kernels of appliances often lack a controller. */
final class EngineCheck implements Check {
    /** Log drivers whose lines the engine can read back, from 20.10 on also through its cache. */
    private static final Set<String> UNREADABLE_LOGS = Set.of("none");

    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost");

    private static final int FIRST_WITH_NEW_GLIBC_MAJOR = 20;
    private static final int FIRST_WITH_NEW_GLIBC_MINOR = 10;
    private static final int FIRST_WITH_NEW_GLIBC_PATCH = 10;

    private final DockerEngine engine;
    private final List<App> apps;

    EngineCheck(DockerEngine engine, List<App> apps) {
        this.engine = engine;
        this.apps = List.copyOf(apps);
    }

    @Override
    public String name() {
        return DockerChecks.sectioned("docker", engine);
    }

    @Override
    public List<Finding> look() throws DeployException {
        var version = engine.engineVersion();
        var findings = new ArrayList<Finding>();
        findings.add(Finding.well("Docker " + version + " at " + engine.host() + ", API " + engine.apiVersion()));
        var info = engine.call("ask the engine about itself", docker -> Raw.get(engine.http(), "/info"));
        socket(findings::add);
        findings.addAll(of(info, version, apps));
        return findings;
    }

    private void socket(Consumer<Finding> tell) {
        if (!engine.host().isSocket()) {
            overNetwork(tell);
            return;
        }
        var socket = Path.of(engine.address().getPath());
        try {
            if (Files.getPosixFilePermissions(socket).contains(PosixFilePermission.OTHERS_WRITE)) {
                tell.accept(Finding.risk(
                        "every user of this machine may use Docker (" + socket + ")",
                        "who may use Docker is root: it starts a container with the whole disk in it",
                        "chmod o-rw " + socket));
            }
        } catch (IOException | UnsupportedOperationException e) {
            // It was reached, whatever its mode; no more is to be said of it.
            return;
        }
    }

    private void overNetwork(Consumer<Finding> tell) {
        var machine = engine.address().getHost();
        if (HERE.contains(machine)) {
            return;
        }
        tell.accept(Finding.note(
                "Docker is on another machine, " + machine,
                "its disk and its ports cannot be looked at from here, and a bind mount means a folder there",
                ""));
        if (!engine.isEncrypted()) {
            tell.accept(Finding.risk(
                    "Docker on " + machine + " is asked without TLS",
                    "whoever reaches that port is root there, and whoever is on the way reads along, secrets too",
                    "start it with --tlsverify and give ca_file, cert_file and key_file, or use ssh://"));
        }
    }

    /** What the engine's own words mean for these apps. */
    static List<Finding> of(JsonNode info, String version, List<App> apps) {
        var findings = new ArrayList<Finding>();
        if (isBeforeNewGlibc(version)) {
            findings.add(Finding.risk(
                    "Docker " + version + " is older than 20.10.10",
                    "images with glibc 2.34 or newer (Debian 12, Ubuntu 22.04 and later) fail in it with 'Operation not"
                            + " permitted', since its seccomp profile does not know clone3",
                    "update Docker, or use base images of Debian 11 or Alpine"));
        }
        var driver = info.path("LoggingDriver").asText();
        if (UNREADABLE_LOGS.contains(driver)) {
            findings.add(Finding.risk(
                    "Docker's log driver is '" + driver + "'",
                    "the last words of a container that fails cannot be quoted",
                    "set run.logging.driver: json-file for the app, or log-driver in /etc/docker/daemon.json"));
        } else if (driver.equals("db")) {
            findings.add(Finding.note(
                    "Docker's log driver is 'db', Synology's own",
                    "Container Manager shows these logs, and nothing trims them",
                    "set run.logging: {driver: json-file, options: {max-size: 10m, max-file: \"3\"}} to bound them"));
        }
        for (var app : apps) {
            unable(app, info, findings);
        }
        return findings;
    }

    private static void unable(App app, JsonNode info, List<Finding> findings) {
        var run = app.run();
        limit(app, info, "CpuCfsQuota", List.of(RunKey.CPUS, RunKey.CPU_QUOTA), findings);
        limit(app, info, "CPUShares", List.of(RunKey.CPU_SHARES), findings);
        limit(app, info, "CPUSet", List.of(RunKey.CPUSET), findings);
        limit(app, info, "MemoryLimit", List.of(RunKey.MEM_LIMIT, RunKey.MEM_RESERVATION), findings);
        limit(app, info, "SwapLimit", List.of(RunKey.MEMSWAP_LIMIT), findings);
        limit(app, info, "PidsLimit", List.of(RunKey.PIDS_LIMIT), findings);
        run.get(RunKey.RUNTIME)
                .filter(runtime -> !info.path("Runtimes").has(runtime))
                .ifPresent(runtime -> findings.add(Finding.wrong(
                        app.name() + ": Docker has no runtime '" + runtime + "'",
                        "the container cannot be created",
                        "install it, or remove apps." + app.name() + ".run.runtime")));
    }

    private static void limit(App app, JsonNode info, String ability, List<RunKey<?>> keys, List<Finding> findings) {
        // An engine that does not tell is not known to lack it.
        if (!info.has(ability) || info.path(ability).asBoolean()) {
            return;
        }
        keys.stream()
                .filter(app.run().keys()::contains)
                .forEach(key -> findings.add(Finding.wrong(
                        app.name() + ": this machine's kernel does not do run." + key,
                        "Docker refuses the container, or leaves the limit out with a warning",
                        "remove apps." + app.name() + ".run." + key + " from the configuration")));
    }

    private static boolean isBeforeNewGlibc(String version) {
        var parts = version.split("[^0-9]+", -1);
        int[] least = {FIRST_WITH_NEW_GLIBC_MAJOR, FIRST_WITH_NEW_GLIBC_MINOR, FIRST_WITH_NEW_GLIBC_PATCH};
        for (int i = 0; i < least.length; i++) {
            if (i >= parts.length || parts[i].isEmpty()) {
                return false;
            }
            int part = Integer.parseInt(parts[i]);
            if (part != least[i]) {
                return part < least[i];
            }
        }
        return false;
    }
}
