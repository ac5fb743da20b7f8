package dev.slipway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.CommandLineInterface;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.SideBySide;
import dev.slipway.deploy.Time;
import dev.slipway.docker.DockerRoom;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What is to be known of the machine.
 *
 * @param started when this process began
 * @param publicUrl by which a forge reaches the webhook
 */
record HostFacts(EngineHosts hosts, Supplier<Optional<URI>> publicUrl, Instant started, Time time) {

    /** As JSON; an engine that does not answer is told in words. */
    String document() {
        var root = JsonNodeFactory.instance.objectNode();
        root.putObject("slipway")
                .put("version", CommandLineInterface.version())
                .put("java", Runtime.version().toString())
                .put("started_at", started.truncatedTo(ChronoUnit.SECONDS).toString());
        var looked = look();
        engine(root.putObject("docker"), looked.getOrDefault(Optional.empty(), Facts.NONE));
        var named = root.putArray("hosts");
        looked.forEach((name, facts) -> name.ifPresent(each -> {
            var node = named.addObject().put("name", each).put("address", facts.address());
            engine(node, facts);
        }));
        var disks = root.putArray("disks");
        // That of data_dir is seen with each host.
        looked.values().stream()
                .flatMap(facts -> facts.disks().stream())
                .collect(Collectors.toMap(
                        DockerRoom.Disk::folder, each -> each, (one, other) -> one, LinkedHashMap::new))
                .forEach((folder, disk) -> disks.add(disk(disk)));
        root.put("public_url", publicUrl.get().map(URI::toString).orElse(null));
        root.put("time_zone", time.zone().getId());
        return root.toString();
    }

    /**
     * Of one Docker host.
     *
     * @param trouble why nothing is known of it; empty if it answered
     */
    private record Facts(
            String address, String version, String api, Optional<String> trouble, List<DockerRoom.Disk> disks) {
        /** Of one on which no app runs. */
        private static final Facts NONE = new Facts("", "", "", Optional.empty(), List.of());

        static Facts of(EngineHost host) throws DeployException {
            var docker = host.docker();
            return new Facts(
                    host.host().address().toString(),
                    docker.engineVersion(),
                    docker.apiVersion(),
                    Optional.empty(),
                    host.room().disks());
        }
    }

    /** At those on which apps run, all at once, by their names. */
    private Map<Optional<String>, Facts> look() {
        var used = hosts.used();
        var all = new LinkedHashMap<Optional<String>, Facts>();
        try {
            var found = SideBySide.look(
                    used.stream()
                            .map(host -> new SideBySide.Look<>(host.inWords(), () -> Facts.of(host)))
                            .toList(),
                    time);
            for (int i = 0; i < used.size(); i++) {
                all.put(used.get(i).host().name(), facts(used.get(i), found.get(i)));
            }
        } catch (DeployException e) {
            used.forEach(host -> all.put(host.host().name(), silent(host, e)));
        }
        return all;
    }

    private static Facts facts(EngineHost host, SideBySide.Found<Facts> found) {
        return found.value().orElseGet(() -> silent(host, found.missing().orElseThrow()));
    }

    private static Facts silent(EngineHost host, DeployException why) {
        return new Facts(
                host.host().address().toString(),
                "",
                "",
                Optional.of(why.failure().what()),
                List.of());
    }

    private static void engine(ObjectNode node, Facts facts) {
        node.put("version", facts.version().isEmpty() ? null : facts.version())
                .put("api", facts.api().isEmpty() ? null : facts.api())
                .put("trouble", facts.trouble().orElse(null));
    }

    private static ObjectNode disk(DockerRoom.Disk disk) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("of", disk.user())
                .put("folder", disk.folder().toString())
                .put("free", disk.free())
                .put("wanted", disk.wanted());
    }
}
