package dev.slipway.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.App;
import dev.slipway.model.GateSpec;
import dev.slipway.model.Run;
import java.util.List;
import java.util.Map;

/** What a gate is made from, as the body of {@code POST /containers/create}. */
final class GateBody {
    private GateBody() {}

    static ObjectNode json(App app, GateSpec gate, long deployment, String madeOf) {
        var config = Raw.JSON.createObjectNode().put("Image", gate.image());
        RunBody.strings(config, "Entrypoint", List.of("haproxy"));
        // Master and worker: only so can a new worker take the ports over from the old one, which ends in its own time.
        RunBody.strings(config, "Cmd", List.of("-W", "-db", "-f", "/" + GateConfig.FOLDER));
        // The images' own is SIGUSR1, at which a proxy that is to make room would first wait for its visitors.
        config.put("StopSignal", "SIGTERM");
        RunBody.strings(config.putObject("Healthcheck"), "Test", List.of("NONE"));
        RunBody.map(
                config,
                "Labels",
                Map.of(
                        ImageLabels.GATE,
                        app.name(),
                        ImageLabels.DEPLOYMENT,
                        Long.toString(deployment),
                        ImageLabels.CONFIG_HASH,
                        madeOf));
        var host = config.putObject("HostConfig")
                .put("NetworkMode", app.gateNetwork())
                .put("Init", false);
        // With unless-stopped it would not come back after a dockerd that was killed: the next one stops it first, as
        // if by hand.
        host.putObject("RestartPolicy").put("Name", "always");
        RunBody.strings(host, "CapDrop", List.of("ALL"));
        RunBody.strings(host, "SecurityOpt", List.of("no-new-privileges"));
        // A container that does not run has no name, and somebody else's name server may not answer at all.
        RunBody.strings(host, "DnsOptions", List.of("timeout:1", "attempts:1"));
        RunBody.publish(
                new RunBody.Body(config, host),
                GateConfig.published(app).stream()
                        .map(port -> new Run.Port(
                                port.hostIp(),
                                port.hostPort(),
                                GateConfig.inside(app, port.containerPort()),
                                port.protocol()))
                        .toList());
        config.putObject("NetworkingConfig").putObject("EndpointsConfig").putObject(app.gateNetwork());
        return config;
    }
}
