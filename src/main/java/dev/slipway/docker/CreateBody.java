package dev.slipway.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.deploy.Containers.Attachment;
import dev.slipway.deploy.Containers.Creation;
import dev.slipway.model.App;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RunKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a new container is made from, as the body of {@code POST /containers/create}. */
final class CreateBody {
    private final Creation creation;
    private final Map<String, String> environment;

    CreateBody(Creation creation, Map<String, String> environment) {
        this.creation = creation;
        this.environment = environment;
    }

    /** The networks that it is to be on; the first is given at creation, the others before the start. */
    List<NetworkAttachment> networks() {
        var app = creation.app();
        return switch (creation.attachment()) {
            case FULL -> app.attachments();
            case UNSEEN, TRIAL ->
                app.attachments().stream().map(each -> plain(each.network())).toList();
            case PRIVATE -> List.of(plain(PrivateNetwork.name(app)));
        };
    }

    private static NetworkAttachment plain(String network) {
        return new NetworkAttachment(network, List.of(), Optional.empty(), Optional.empty());
    }

    /** The app's settings alone, without name, networks, ports, labels and environment. */
    static ObjectNode settings(App app, String image) {
        var config = Raw.JSON.createObjectNode().put("Image", image);
        RunBody.write(new RunBody.Body(config, config.putObject("HostConfig")), app.run());
        return config;
    }

    ObjectNode json() {
        var app = creation.app();
        var config = settings(app, creation.image().id());
        var host = config.withObject("/HostConfig");
        var body = new RunBody.Body(config, host);
        RunBody.map(config, "Labels", labels(app));
        RunBody.strings(
                config,
                "Env",
                environment.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
        switch (creation.attachment()) {
            case FULL, PRIVATE -> {
                if (app.gate().isEmpty()) {
                    RunBody.publish(body, app.run().get(RunKey.PORTS).orElse(List.of()));
                }
            }
            case UNSEEN, TRIAL -> {
                // Two containers cannot publish one port.
            }
        }
        network(config, host);
        return config;
    }

    private void network(ObjectNode config, ObjectNode host) {
        var networks = new ArrayList<>(networks());
        if (networks.isEmpty()) {
            creation.app().run().get(RunKey.NETWORK_MODE).ifPresent(mode -> host.put("NetworkMode", mode));
            return;
        }
        var first = networks.getFirst();
        host.put("NetworkMode", first.network());
        RunBody.endpoint(
                config.putObject("NetworkingConfig")
                        .putObject("EndpointsConfig")
                        .putObject(first.network()),
                first);
    }

    private Map<String, String> labels(App app) {
        var labels = new TreeMap<String, String>();
        if (creation.attachment() != Attachment.TRIAL) {
            labels.putAll(app.run().get(RunKey.LABELS).orElse(Map.of()));
        }
        labels.put(ImageLabels.APP, app.name());
        labels.put(ImageLabels.COMMIT, creation.commit().sha());
        labels.put(ImageLabels.DEPLOYMENT, Long.toString(creation.deployment()));
        labels.put(ImageLabels.CONFIG_HASH, ConfigHash.of(app, environment));
        return labels;
    }
}
