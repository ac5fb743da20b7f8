package dev.slipway.docker;

import static dev.slipway.docker.NewContainer.strings;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.util.List;

/** Ports, and how names are resolved inside. What networks it joins is decided by {@link Endpoints}. */
final class NetworkRows {
    private NetworkRows() {}

    static Rows rows() {
        return new Rows()
                .row(RunKey.EXPOSE, (ports, to) -> ports.forEach(port -> expose(port, to)))
                .row(RunKey.PORTS, NetworkRows::publish)
                .row(RunKey.HOSTNAME, (name, to) -> to.config().put("Hostname", name))
                .row(RunKey.DOMAINNAME, (name, to) -> to.config().put("Domainname", name))
                .row(RunKey.EXTRA_HOSTS, (hosts, to) -> strings(to.host(), "ExtraHosts", hosts))
                .row(RunKey.DNS, (servers, to) -> strings(to.host(), "Dns", servers))
                .row(RunKey.DNS_SEARCH, (domains, to) -> strings(to.host(), "DnsSearch", domains))
                .row(RunKey.DNS_OPT, (options, to) -> strings(to.host(), "DnsOptions", options));
    }

    private static void publish(List<Run.Port> ports, NewContainer to) {
        var bindings = Raw.JSON.createObjectNode();
        for (var port : ports) {
            var inside = port.containerPort() + "/" + port.protocol();
            expose(inside, to);
            var list = bindings.get(inside) instanceof ArrayNode known ? known : bindings.putArray(inside);
            list.addObject()
                    .put("HostIp", port.hostIp().orElse(""))
                    .put("HostPort", port.hostPort().map(String::valueOf).orElse(""));
        }
        if (to.isSeen()) {
            to.host().set("PortBindings", bindings);
        }
    }

    private static void expose(String port, NewContainer to) {
        to.config().withObjectProperty("ExposedPorts").putObject(port);
    }
}
