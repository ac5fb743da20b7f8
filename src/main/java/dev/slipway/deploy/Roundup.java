package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Goes over all apps, host by host: one that cannot be asked is missed, and holds up none of the others. */
final class Roundup {
    private final List<App> apps;
    private final Time time;

    Roundup(List<App> apps, Time time) {
        this.apps = List.copyOf(apps);
        this.time = time;
    }

    /** Tells how an app stands. */
    interface Status {
        AppStatus of(App app) throws DeployException;
    }

    /** Tells what is known of an app without its host. */
    interface Unseen {
        AppStatus of(App app, Failure why) throws DeployException;
    }

    /** How each app stands, in their order; throws if no host at all can be asked. */
    List<AppStatus> status(Status status, Unseen unseen) throws DeployException {
        var groups = byHost();
        var looks = groups.entrySet().stream()
                .map(group -> new SideBySide.Look<>(whom(group.getKey()), () -> all(group.getValue(), status)))
                .toList();
        var found = SideBySide.look(looks, time);
        requireAny(found);
        var byName = new HashMap<String, AppStatus>();
        var i = 0;
        for (var group : groups.values()) {
            var there = found.get(i++);
            if (there.missing().isPresent()) {
                for (var app : group) {
                    byName.put(app.name(), unseen.of(app, there.missing().get().failure()));
                }
            }
            there.value().stream()
                    .flatMap(List::stream)
                    .forEach(each -> byName.put(each.app().name(), each));
        }
        return apps.stream()
                .flatMap(app -> Optional.ofNullable(byName.get(app.name())).stream())
                .toList();
    }

    private static List<AppStatus> all(List<App> apps, Status status) throws DeployException {
        var all = new ArrayList<AppStatus>();
        for (var app : apps) {
            all.add(status.of(app));
        }
        return all;
    }

    /** Removes what is beyond {@code keep}, or only tells it; throws if no host at all can be asked. */
    Operations.Pruning prune(Function<App, Ports> ports, boolean dryRun) throws DeployException {
        var found = new ArrayList<SideBySide.Found<List<Operations.Pruned>>>();
        for (var group : byHost().values()) {
            var housekeeping = new Housekeeping(ports.apply(group.getFirst()));
            // One after the other: to remove images takes as long as it takes.
            found.addAll(SideBySide.look(
                    List.of(new SideBySide.Look<>("", () -> housekeeping.prune(group, dryRun))), time));
        }
        requireAny(found);
        var images = new ArrayList<Operations.Pruned>();
        var missed = new ArrayList<Failure>();
        found.forEach(each -> {
            each.value().ifPresent(images::addAll);
            each.missing().map(DeployException::failure).ifPresent(missed::add);
        });
        var order = apps.stream().map(App::name).toList();
        images.sort(Comparator.comparingInt(each -> order.indexOf(each.app())));
        return new Operations.Pruning(images, missed);
    }

    private Map<Optional<String>, List<App>> byHost() {
        var groups = new LinkedHashMap<Optional<String>, List<App>>();
        apps.forEach(app ->
                groups.computeIfAbsent(app.host(), each -> new ArrayList<>()).add(app));
        return groups;
    }

    private static String whom(Optional<String> host) {
        return host.map("the Docker host "::concat).orElse("the Docker engine at docker.host");
    }

    private static <T> void requireAny(List<SideBySide.Found<T>> found) throws DeployException {
        if (!found.isEmpty() && found.stream().allMatch(each -> each.missing().isPresent())) {
            throw found.getFirst().missing().orElseThrow();
        }
    }
}
