package dev.slipway.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Progress;
import dev.slipway.deploy.Projects;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Has one deployment of a project ready to be put up. Touches nothing that runs. */
final class ComposePreparation {
    private static final Duration READING = Duration.ofMinutes(2);
    private static final Set<String> PULLED_ALWAYS = Set.of("always", "daily", "weekly", "refresh");

    private final Projects.Order order;
    private final ComposeCalls compose;
    private final ProjectStore store;
    private final ProjectImages images;
    private final ProjectParts parts;
    private final Progress log;

    ComposePreparation(
            Projects.Order order,
            ComposeCalls compose,
            ProjectStore store,
            ProjectImages images,
            ProjectParts parts,
            Progress log) {
        this.order = order;
        this.compose = compose;
        this.store = store;
        this.images = images;
        this.parts = parts;
        this.log = log;
    }

    /**
     * Reads the Compose files, builds and pulls, and writes down how it is put up.
     *
     * @param anew whether images that are here are built all the same
     */
    Image run(boolean anew, MountedFiles mounted) throws DeployException, InterruptedException {
        var tree = store.files(order.app(), ProjectStore.tree(order.app(), order.commit()));
        var model = read(tree);
        model.refuse(store.home(), order.commit());
        if (model.mountsFiles()) {
            mounted.require(tree);
        }
        build(model, anew);
        pull(model);
        var ids = ids(model);
        save(model, ids);
        return new Image("sha256:" + Sha256.hex(ids.toString()), ImageLabels.tag(order.app(), order.commit()));
    }

    /** Whether the engine finds the commit's files where they are mounted from. */
    @FunctionalInterface
    interface MountedFiles {
        void require(Path tree) throws DeployException;
    }

    private ComposeModel read(Path tree) throws DeployException, InterruptedException {
        for (var file : order.app().compose().orElseThrow().files()) {
            if (!Files.isRegularFile(tree.resolve(file))) {
                throw new DeployException(
                        Blame.YOURS,
                        file + " is not a file in commit " + order.commit(),
                        "correct apps." + order.app().name() + ".compose, or commit the file");
            }
        }
        var result = compose.ask(List.of("config", "--format", "json"), READING, this::remark);
        if (!result.isWell()) {
            throw ComposeFailure.ofFiles(order.commit(), result, tree);
        }
        try {
            return new ComposeModel(Raw.JSON.readTree(result.out()), tree);
        } catch (JsonProcessingException e) {
            // Jackson quotes what it could not read, which may be a secret.
            throw new DeployException(
                    Blame.HOST, "docker compose config did not answer in JSON", ComposePlugin.INSTALL);
        }
    }

    /** Such as a variable that is not set: Compose takes an empty text for it, which is rarely meant. */
    private void remark(String line) {
        log.line(line);
    }

    private String tag(ComposeModel model, String service) {
        var builder = model.builderOf(model.service(service)).orElse(service);
        return ProjectImages.tag(order.app(), builder, order.commit());
    }

    private void build(ComposeModel model, boolean anew) throws DeployException, InterruptedException {
        var services = Raw.JSON.createObjectNode();
        var needed = new ArrayList<String>();
        for (var service : model.services().entrySet()) {
            if (!ComposeModel.isBuilt(service.getValue())) {
                continue;
            }
            var tag = tag(model, service.getKey());
            var hash = model.buildHash(service.getValue());
            if (anew || !images.isBuilt(tag, hash)) {
                needed.add(service.getKey());
            }
            var own = services.putObject(service.getKey()).put("image", tag);
            own.putObject("build")
                    .putObject("labels")
                    .put(ImageLabels.APP, order.app().name())
                    .put(ImageLabels.CONFIG_HASH, hash);
        }
        if (needed.isEmpty()) {
            log.line("slipway: nothing is to be built");
            return;
        }
        var override = store.buildOverride(order.app(), order.deployment());
        store.put(
                override,
                Raw.JSON
                        .createObjectNode()
                        .<ObjectNode>set("services", services)
                        .toString());
        var arguments = new ArrayList<>(List.of("build"));
        arguments.addAll(needed);
        var result = compose.with(override).run(arguments, timeout(), log::line);
        if (!result.isWell()) {
            throw ComposeFailure.ofBuild(needed, result);
        }
    }

    private Duration timeout() {
        return order.app().compose().orElseThrow().timeout();
    }

    /** As docker compose up does: what is here is taken, unless the service says otherwise. */
    private void pull(ComposeModel model) throws DeployException, InterruptedException {
        var missing = new ArrayList<String>();
        for (var service : model.services().entrySet()) {
            var image = ComposeModel.image(service.getValue());
            if (ComposeModel.isBuilt(service.getValue())
                    || image.isEmpty()
                    || model.builderOf(service.getValue()).isPresent()) {
                continue;
            }
            var policy = service.getValue().path("pull_policy").asText();
            if (PULLED_ALWAYS.contains(policy) || images.id(image.get()).isEmpty()) {
                missing.add(service.getKey());
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        var arguments = new ArrayList<>(List.of("pull"));
        arguments.addAll(missing);
        var result = compose.run(arguments, timeout(), log::line);
        if (!result.isWell()) {
            throw ComposeFailure.ofPull(missing, result);
        }
    }

    /** Of each service that has an image. */
    private Map<String, Named> ids(ComposeModel model) throws DeployException {
        var ids = new TreeMap<String, Named>();
        for (var service : model.services().entrySet()) {
            var ours = ComposeModel.isBuilt(service.getValue())
                    || model.builderOf(service.getValue()).isPresent();
            var name = ours ? Optional.of(tag(model, service.getKey())) : ComposeModel.image(service.getValue());
            if (name.isPresent()) {
                var id = images.id(name.get())
                        .orElseThrow(() -> new DeployException(
                                Blame.HOST,
                                "the image " + name.get() + " of service " + service.getKey() + " is not here",
                                "see what Compose said in the deployment's log"));
                ids.put(service.getKey(), new Named(name.get(), id, ours));
            }
        }
        return ids;
    }

    /**
     * An image.
     *
     * @param isOurs whether it was built here
     */
    private record Named(String name, String id, boolean isOurs) {}

    /** The service whose containers are of the same make keeps their labels, so that Compose leaves them as they are. */
    private void save(ComposeModel model, Map<String, Named> ids) throws DeployException {
        var running = parts.of(order.app().projectName()).stream()
                .collect(Collectors.groupingBy(found -> found.part().service()));
        var fresh = new Container.Origin(order.app().name(), order.commit(), order.deployment(), order.configHash());
        var json = Raw.JSON.createObjectNode();
        var services = json.putObject("services");
        var kept = new TreeMap<String, ProjectManifest.Service>();
        for (var service : ids.entrySet()) {
            var digest = model.digest(
                    model.service(service.getKey()), service.getValue().id());
            var same = same(running.getOrDefault(service.getKey(), List.of()), digest, service.getValue());
            var origin =
                    same.flatMap(found -> found.part().container().origin()).orElse(fresh);
            var image = same.map(ProjectParts.Found::image)
                    .orElse(service.getValue().name());
            var own = services.putObject(service.getKey()).put("pull_policy", "never");
            if (service.getValue().isOurs()) {
                own.put("image", image);
            }
            own.putObject("labels")
                    .put(ImageLabels.APP, origin.app())
                    .put(ImageLabels.COMMIT, origin.commit().sha())
                    .put(ImageLabels.DEPLOYMENT, Long.toString(origin.deployment()))
                    .put(ImageLabels.CONFIG_HASH, origin.configHash())
                    .put(ImageLabels.SERVICE, digest);
            if (ComposeModel.isWanted(model.service(service.getKey()))) {
                kept.put(service.getKey(), new ProjectManifest.Service(digest, image, false));
            }
        }
        var spec = order.app().compose().orElseThrow();
        store.save(
                order.app(),
                new ProjectManifest(
                        fresh,
                        spec.project(),
                        ProjectStore.tree(order.app(), order.commit()),
                        spec.files(),
                        spec.profiles(),
                        model.grace(),
                        kept),
                json);
    }

    private Optional<ProjectParts.Found> same(List<ProjectParts.Found> running, String digest, Named image)
            throws DeployException {
        if (running.isEmpty()
                || !running.stream().allMatch(found -> found.digest().equals(digest))) {
            return Optional.empty();
        }
        var first = running.getFirst();
        return images.id(first.image()).equals(Optional.of(image.id())) ? Optional.of(first) : Optional.empty();
    }
}
