package dev.slipway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.CommandLineInterface;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.docker.DockerEngine;
import dev.slipway.docker.DockerRoom;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is to be known of the machine.
 *
 * @param started when this process began
 * @param publicUrl by which a forge reaches the webhook
 */
record HostFacts(DockerEngine docker, DockerRoom room, Supplier<Optional<URI>> publicUrl, Instant started, Time time) {

    /** As JSON; an engine that does not answer is told in words. */
    String document() {
        var root = JsonNodeFactory.instance.objectNode();
        root.putObject("slipway")
                .put("version", CommandLineInterface.version())
                .put("java", Runtime.version().toString())
                .put("started_at", started.truncatedTo(ChronoUnit.SECONDS).toString());
        var engine = root.putObject("docker");
        var disks = root.putArray("disks");
        engine.putNull("version").putNull("api").putNull("trouble");
        try {
            engine.put("version", docker.engineVersion()).put("api", docker.apiVersion());
            for (var disk : room.disks()) {
                disks.add(disk(disk));
            }
        } catch (DeployException e) {
            engine.put("trouble", e.failure().what());
        }
        root.put("public_url", publicUrl.get().map(URI::toString).orElse(null));
        root.put("time_zone", time.zone().getId());
        return root.toString();
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
