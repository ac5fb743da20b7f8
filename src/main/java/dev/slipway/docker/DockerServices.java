package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Services;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.Service;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services of the swarm that one Docker engine manages. */
public final class DockerServices implements Services {
    private static final int ATTEMPTS = 3;

    private final DockerEngine engine;
    private final EnvFiles envFiles;
    private final RegistryCredentials credentials;
    private final ContainerOutput output;
    private final ServicePreflight preflight;
    private final DockerContainers containers;

    /**
     * Asks nothing yet.
     *
     * @param env the process's environment, from which env files take names without a value, and by which registries'
     *     credentials are found
     */
    public DockerServices(DockerEngine engine, DockerContainers containers, Map<String, String> env) {
        this.engine = engine;
        this.containers = containers;
        this.envFiles = new EnvFiles(env);
        this.credentials = RegistryCredentials.of(env);
        this.output = new ContainerOutput(engine);
        this.preflight = new ServicePreflight(engine);
    }

    @Override
    public Optional<Service> of(App app) throws DeployException {
        var service = inspect(app);
        if (service.isEmpty()) {
            return Optional.empty();
        }
        var filter = Raw.JSON.createObjectNode();
        filter.putArray("service").add(service.get().path("ID").asText());
        var tasks = get("list the tasks of service " + app.name(), "/tasks?filters=" + encoded(filter.toString()));
        var nodes = get("list the swarm's nodes", "/nodes");
        return Optional.of(ServiceInspection.read(service.get(), tasks, nodes));
    }

    private Optional<JsonNode> inspect(App app) throws DeployException {
        var what = "inspect service " + app.name();
        return SwarmManager.explaining(
                engine,
                () -> engine.call(what, docker -> {
                    try {
                        return Optional.of(Raw.get(engine.http(), "/services/" + encoded(app.name())));
                    } catch (NotFoundException e) {
                        return Optional.empty();
                    }
                }));
    }

    private JsonNode get(String what, String path) throws DeployException {
        return SwarmManager.explaining(engine, () -> engine.call(what, docker -> Raw.get(engine.http(), path)));
    }

    @Override
    public long highestDeployment() throws DeployException {
        long highest = 0;
        for (var service : get("list the services", "/services")) {
            highest = Math.max(
                    highest,
                    Inspection.origin(service.path("Spec").path("Labels"))
                            .map(Container.Origin::deployment)
                            .orElse(0L));
        }
        return highest;
    }

    @Override
    public void preflight(App app) throws DeployException {
        envFiles.environment(app);
        var now = inspect(app);
        var left = containers.of(app);
        if (!left.isEmpty()) {
            throw new DeployException(
                    Blame.YOURS,
                    "container " + left.getFirst().name() + " of " + app.name()
                            + " is still here, from when no swarm ran it",
                    "docker rm --force " + left.getFirst().name() + ", then slipway deploy " + app.name() + " --retry");
        }
        preflight.check(app, now);
    }

    @Override
    public void put(Order order) throws DeployException, InterruptedException {
        whileStale(() -> putOnce(order));
    }

    /** What is made anew with the version that the service has by then. */
    @FunctionalInterface
    private interface Change<E extends Exception> {
        void make() throws DeployException, E;
    }

    /** The swarm itself changes a service's version: as its update goes on, and when one of before comes to its end. */
    private static <E extends Exception> void whileStale(Change<E> change) throws DeployException, E {
        for (int attempt = 1; ; attempt++) {
            try {
                change.make();
                return;
            } catch (DeployException e) {
                if (!SwarmManager.isStale(e) || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void putOnce(Order order) throws DeployException, InterruptedException {
        var app = order.app();
        var ids = SwarmIds.of(app, engine);
        var body = new ServiceBody(order, envFiles.environment(app), ids);
        var now = inspect(app);
        if (now.isEmpty()) {
            post(order, "create service " + app.name(), "/services/create", body.json(1));
            return;
        }
        var spec = now.get().path("Spec");
        var is = Inspection.origin(spec.path("Labels"));
        if (is.filter(origin -> origin.deployment() == order.deployment()).isEmpty()) {
            var replicas = ServiceInspection.replicas(spec).orElse(1);
            post(order, "update service " + app.name(), update(now.get()), body.json(replicas));
        }
    }

    private static String update(JsonNode service) {
        return "/services/" + service.path("ID").asText() + "/update?version="
                + service.path("Version").path("Index").asLong();
    }

    /** The nodes pull with the credentials that the manager is given here. */
    private void post(Order order, String what, String path, JsonNode body)
            throws DeployException, InterruptedException {
        var headers = new HashMap<String, String>();
        var registry = ImageReference.parse(order.image()).map(ImageReference::registry);
        if (registry.isPresent()) {
            credentials.of(registry.get()).ifPresent(each -> headers.put("X-Registry-Auth", each.header()));
        }
        try {
            engine.call(what, docker -> Raw.post(engine.http(), path, headers, body));
        } catch (DeployException e) {
            throw SwarmManager.isStale(e) ? e : Refusal.explained(order.app(), SwarmManager.explained(engine, e));
        }
    }

    @Override
    public void rollBack(Service service) throws DeployException {
        whileStale(() -> rollBackOnce(service));
    }

    private void rollBackOnce(Service service) throws DeployException {
        var now = get("inspect service " + service.name(), "/services/" + service.id());
        var seen = service.origin().map(Container.Origin::deployment);
        var is = deployment(now.path("Spec"));
        if (!is.equals(seen)) {
            throw new DeployException(
                    Blame.HOST,
                    "service " + service.name() + " was changed meanwhile, and is not rolled back",
                    "see docker service inspect " + service.name());
        }
        if (now.path("PreviousSpec").isMissingNode()
                || deployment(now.path("PreviousSpec")).equals(is)) {
            throw new DeployException(
                    Blame.HOST,
                    "the swarm does not know what service " + service.name()
                            + " was before, since somebody changed it during" + " the update",
                    "put it right with docker service update " + service.name());
        }
        engine.post("roll service " + service.name() + " back", update(now) + "&rollback=previous", now.path("Spec"));
    }

    private static Optional<Long> deployment(JsonNode spec) {
        return Inspection.origin(spec.path("Labels")).map(Container.Origin::deployment);
    }

    @Override
    public void remove(Service service) throws DeployException {
        engine.call("remove service " + service.name(), docker -> {
            try {
                docker.removeServiceCmd(service.id()).exec();
            } catch (NotFoundException e) {
                return false; // It is gone already.
            }
            return true;
        });
    }

    @Override
    public List<String> lastLines(Service.Task task, int count) throws DeployException {
        return output.lastLinesOfTask(task.id(), count);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
