package dev.slipway.docker;

import static dev.slipway.docker.NewContainer.strings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.deploy.Containers.Attachment;
import dev.slipway.model.App;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RunKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which networks a new container joins, and under which names and addresses. */
final class Endpoints {
    static final String DEFAULT_BRIDGE = "bridge";

    private static final Set<String> BUILT_IN = Set.of(DEFAULT_BRIDGE, "host", "none", "default");
    /** From this one on a MAC address belongs to the endpoint, before to the container. */
    private static final int MAC_OF_ENDPOINT = 44;

    private Endpoints() {}

    /** Whether somebody made it, so that it may be missing; only such a network resolves names. */
    static boolean isUserDefined(String network) {
        return !BUILT_IN.contains(network);
    }

    static String privateNetwork(App app) {
        return "slipway-" + app.name();
    }

    /** The networks that the container joins, in their order; the first at its creation. */
    static List<NetworkAttachment> of(App app, Attachment attachment) {
        var attachments = app.attachments();
        return switch (attachment) {
            case FULL -> attachments;
            case UNSEEN, TRIAL ->
                attachments.stream().map(each -> unnamed(each.network())).toList();
            // An app without a network of its own has nothing that a private network could stand in for.
            case PRIVATE -> attachments.isEmpty() ? attachments : List.of(unnamed(privateNetwork(app)));
        };
    }

    /** A call takes one network at creation before API 1.44; the others are connected before the start, on all versions. */
    static void apply(List<NetworkAttachment> attachments, NewContainer to) {
        if (attachments.isEmpty()) {
            to.app().run().get(RunKey.NETWORK_MODE).ifPresent(mode -> to.host().put("NetworkMode", mode));
            return;
        }
        var first = attachments.getFirst();
        var endpoint = endpoint(first, to.app());
        to.host().put("NetworkMode", first.network());
        if (to.attachment() == Attachment.FULL) {
            to.app().run().get(RunKey.MAC_ADDRESS).ifPresent(mac -> {
                var owner = to.api().isAtLeast(1, MAC_OF_ENDPOINT) ? endpoint : to.config();
                owner.put("MacAddress", mac);
            });
        }
        if (to.attachment() != Attachment.PRIVATE && first.network().equals(DEFAULT_BRIDGE)) {
            links(to.app()).ifPresent(links -> strings(to.host(), "Links", links));
        }
        to.config().putObject("NetworkingConfig").putObject("EndpointsConfig").set(first.network(), endpoint);
    }

    /** As both a create and a connect call take it, with the app's {@code external_links} where a network has such. */
    static ObjectNode endpoint(NetworkAttachment attachment, App app) {
        var endpoint = endpoint(attachment);
        if (isUserDefined(attachment.network()) && !attachment.network().equals(privateNetwork(app))) {
            links(app).ifPresent(links -> strings(endpoint, "Links", links));
        }
        return endpoint;
    }

    static ObjectNode endpoint(NetworkAttachment attachment) {
        var endpoint = Raw.JSON.createObjectNode();
        if (!attachment.aliases().isEmpty()) {
            strings(endpoint, "Aliases", attachment.aliases());
        }
        if (attachment.hasFixedAddress()) {
            var addresses = endpoint.putObject("IPAMConfig");
            attachment.ipv4().ifPresent(address -> addresses.put("IPv4Address", address));
            attachment.ipv6().ifPresent(address -> addresses.put("IPv6Address", address));
        }
        return endpoint;
    }

    private static Optional<List<String>> links(App app) {
        return app.run()
                .get(RunKey.EXTERNAL_LINKS)
                .map(links -> links.stream()
                        .map(link -> link.contains(":") ? link : link + ":" + link)
                        .toList());
    }

    private static NetworkAttachment unnamed(String network) {
        return new NetworkAttachment(network, List.of(), Optional.empty(), Optional.empty());
    }
}
