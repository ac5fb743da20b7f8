package dev.slipway;

import dev.slipway.deploy.AppCatalog;
import dev.slipway.deploy.Containers;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Engine;
import dev.slipway.deploy.Gates;
import dev.slipway.deploy.History;
import dev.slipway.deploy.Images;
import dev.slipway.deploy.Ports;
import dev.slipway.deploy.Projects;
import dev.slipway.deploy.Services;
import dev.slipway.deploy.SwarmLease;
import dev.slipway.deploy.Webhook;
import dev.slipway.docker.DockerContainers;
import dev.slipway.docker.DockerDrifts;
import dev.slipway.docker.DockerEngine;
import dev.slipway.docker.DockerGates;
import dev.slipway.docker.DockerImages;
import dev.slipway.docker.DockerLeaseStore;
import dev.slipway.docker.DockerProjects;
import dev.slipway.docker.DockerReach;
import dev.slipway.docker.DockerServices;
import dev.slipway.git.JGitSource;
import dev.slipway.health.Prober;
import dev.slipway.history.LogFiles;
import dev.slipway.history.SqliteHistory;
import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Request;
import dev.slipway.notify.LogNotifier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One poll by the real parts, which first finishes what an earlier process began. They end without a word, as SIGKILL ends them,
 * right after a given act: one entry in the journal, or one change on Docker. It names each act as it is done. An end before an
 * act leaves what an end after the act before it leaves, for between two acts things are only looked at.
 */
public final class HaltingPoll {
    /** As a shell tells of a process that SIGKILL ended. */
    public static final int HALTED = 137;

    /** How a line of its output begins that names an act. */
    public static final String ACT = "act: ";

    /** What writes the journal or changes something on Docker. */
    private static final Set<String> ACTS = Set.of(
            "begin",
            "record",
            "decided",
            "save",
            "continueAfter",
            "build",
            "release",
            "push",
            "pushed",
            "prune",
            "put",
            "write",
            "prepare",
            "up",
            "rollBack",
            "create",
            "start",
            "stop",
            "rename",
            "remove",
            "restartPolicy",
            "connect",
            "disconnect",
            "privateNetwork",
            "removePrivateNetwork",
            "lead",
            "removeNetwork");

    private final String last;
    private final AtomicInteger done = new AtomicInteger();

    private HaltingPoll(String last) {
        this.last = last;
    }

    /**
     * Takes the configuration's path and the act: its number, from 1, or how its name begins. It ends with 0 if there is no such
     * act.
     */
    public static void main(String[] arguments) throws Exception {
        new HaltingPoll(arguments[1]).run(Path.of(arguments[0]));
    }

    private void run(Path file) throws Exception {
        var environment = System.getenv();
        var time = new SystemTime();
        var configuration = Configuration.load(Optional.of(file), environment);
        try (var lock = configuration.dataDir().lock("halting poll", time);
                var docker = new DockerEngine(configuration.settings().dockerHost(), environment, time);
                var history = new SqliteHistory(configuration.dataDir().history())) {
            var apps = new AppCatalog(configuration.settings().apps());
            var engineContainers = new DockerContainers(docker, environment);
            var containers = halting(Containers.class, engineContainers);
            var projects = new DockerProjects(
                    docker,
                    engineContainers,
                    environment,
                    configuration.dataDir().compose());
            var ports = new Ports(
                    new JGitSource(configuration.dataDir().clones()),
                    halting(Images.class, new DockerImages(docker, environment)),
                    containers,
                    halting(Services.class, new DockerServices(docker, engineContainers, environment)),
                    new SwarmLease(
                            new DockerLeaseStore(docker),
                            time,
                            Identity.looking().me(),
                            Optional.empty(),
                            configuration.settings().poll()),
                    halting(Projects.class, projects),
                    halting(Gates.class, new DockerGates(docker, engineContainers, environment)),
                    new Prober(containers),
                    new DockerReach(docker),
                    List::of,
                    new DockerDrifts(
                            docker,
                            projects,
                            environment,
                            configuration.dataDir().drift()),
                    halting(History.class, history),
                    new LogNotifier(),
                    Webhook.NONE,
                    new LogFiles(configuration.dataDir().logs(), List::of, time),
                    time);
            try (var engine = new Engine(apps, host -> ports)) {
                for (var name : apps.all().stream().map(App::name).toList()) {
                    System.out.println(
                            engine.submit(Request.poll(name, time.now())).get());
                }
            }
        }
    }

    private <T> T halting(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, given) -> {
                    if (!ACTS.contains(method.getName())) {
                        return invoke(method, real, given);
                    }
                    var act = port.getSimpleName() + "." + method.getName() + " " + object(real, given[0]);
                    var result = invoke(method, real, given);
                    System.out.println(ACT + act.strip());
                    if (last.equals(String.valueOf(done.incrementAndGet())) || act.startsWith(last)) {
                        System.out.flush();
                        Runtime.getRuntime().halt(HALTED);
                    }
                    return result;
                }));
    }

    private static Object invoke(Method method, Object real, Object[] given) throws Throwable {
        try {
            return method.invoke(real, given);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What an act is done to: a phase, or a container by its name. */
    private static String object(Object real, Object given) throws DeployException {
        if (given instanceof Deployment deployment) {
            return deployment.phase().toString();
        }
        if (given instanceof Containers.Creation creation) {
            return creation.name();
        }
        if (real instanceof Containers containers && given instanceof String id) {
            return containers.find(id).map(Container::name).orElse("what is gone");
        }
        return "";
    }
}
