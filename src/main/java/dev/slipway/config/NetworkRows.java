package dev.slipway.config;

import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Ports, networks and names. */
final class NetworkRows {
    private static final Pattern NETWORK_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    private static final Pattern MAC = Pattern.compile("[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}");
    private static final Pattern HOSTNAME = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,252}[a-zA-Z0-9])?");
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9a-fA-F:.]{2,45}");
    private static final Pattern ADDRESS = Pattern.compile("(?:" + IPV4.pattern() + ")|" + IPV6.pattern());
    private static final String CONTAINER = "container:";

    static final List<RunRow<?>> ROWS = List.of(
            RunRow.of(
                    RunKey.PORTS,
                    new ListShape<>(FormsShape.scalarOrMapping(
                                    Scalars.parsed("a port such as 8000:80", PortSyntax::parse), longPort()))
                            .then((ports, in) ->
                                    ports.stream().flatMap(List::stream).toList()),
                    "published ports: [IP:][HOST:]CONTAINER[/PROTOCOL], ranges, or the long form"),
            RunRow.of(
                    RunKey.EXPOSE,
                    new ListShape<>(Scalars.parsed("a port such as 8000 or 8000/udp", PortSyntax::parseExposed))
                            .then((ports, in) ->
                                    ports.stream().flatMap(List::stream).toList()),
                    "ports of the container that are named but not published"),
            RunRow.of(RunKey.NETWORKS, networks(), "networks of the engine that it joins, by their names there"),
            RunRow.of(
                    RunKey.NETWORK_MODE,
                    Scalars.parsed(
                            "bridge | host | none | container:NAME | a network's name", NetworkRows::networkMode),
                    "bridge, host, none, container:NAME or a network's name; instead of networks"),
            RunRow.of(
                    RunKey.MAC_ADDRESS,
                    Scalars.matching("a MAC address such as 02:42:ac:11:00:02", MAC),
                    "fixed MAC address"),
            RunRow.of(RunKey.HOSTNAME, Scalars.matching("a host name", HOSTNAME), "host name inside the container"),
            RunRow.of(
                    RunKey.DOMAINNAME, Scalars.matching("a domain name", HOSTNAME), "domain name inside the container"),
            RunRow.of(
                    RunKey.EXTRA_HOSTS,
                    extraHosts(),
                    "further lines of /etc/hosts: host=address, or host=host-gateway for the host itself"),
            RunRow.of(RunKey.DNS, textOrList(Scalars.matching("an IP address", ADDRESS)), "name servers"),
            RunRow.of(RunKey.DNS_SEARCH, textOrList(Scalars.name()), "domains that short names are looked up in"),
            RunRow.of(RunKey.DNS_OPT, new ListShape<>(Scalars.name()), "options of the resolver"),
            RunRow.of(
                    RunKey.EXTERNAL_LINKS,
                    new ListShape<>(Scalars.name()),
                    "links to other containers: CONTAINER or CONTAINER:ALIAS; a shared network does it better"));

    private NetworkRows() {}

    /** A single text, or a list of them. */
    static Shape<List<String>> textOrList(Shape<String> item) {
        return FormsShape.scalarOrList(item.then((text, in) -> List.of(text)), new ListShape<>(item));
    }

    static void check(Fields f, RunSpec spec) {
        var mode = spec.get(RunKey.NETWORK_MODE);
        if (mode.isEmpty()) {
            return;
        }
        var modeField = field(RunKey.NETWORK_MODE);
        if (spec.get(RunKey.NETWORKS).filter(list -> !list.isEmpty()).isPresent()) {
            f.refuse(modeField, "'networks' is given as well; keep one of them");
        }
        boolean noPorts = mode.get().equals("host")
                || mode.get().equals("none")
                || mode.get().startsWith(CONTAINER);
        if (noPorts && spec.get(RunKey.PORTS).filter(list -> !list.isEmpty()).isPresent()) {
            f.refuse(
                    field(RunKey.PORTS),
                    "with network_mode: " + mode.get() + " no port can be published; remove ports or network_mode");
        }
    }

    private static Field<?> field(RunKey<?> key) {
        return ROWS.stream()
                .filter(row -> row.key() == key)
                .findFirst()
                .orElseThrow()
                .field();
    }

    private static Shape<List<Run.Port>> longPort() {
        var target = Field.required("target", Scalars.port(), "port of the container");
        var published = Field.optional("published", Scalars.port(), "port of the host; the engine chooses if left out");
        var hostIp =
                Field.optional("host_ip", Scalars.matching("an IP address", ADDRESS), "address of the host to bind to");
        var protocol = Field.withDefault("protocol", Scalars.choice(protocols()), PortSyntax.TCP, "tcp, udp or sctp");
        var mode = Field.optional(
                "mode",
                Scalars.choice(sameWords("host", "ingress")),
                "ingress (the default: every node publishes it for all tasks, which needs IP_VS in every kernel) or host (each"
                        + " task's on its own node); the same on one engine");
        var name = Field.optional("name", Scalars.name(), "a name for people; has no effect");
        var appProtocol = Field.optional("app_protocol", Scalars.name(), "a note for people; has no effect");
        return ObjectShape.of(
                List.of(target, published, hostIp, protocol, mode, name, appProtocol),
                f -> List.of(new Run.Port(
                        f.find(hostIp),
                        f.find(published),
                        f.get(target),
                        f.get(protocol),
                        f.find(mode).filter("host"::equals).isPresent())));
    }

    private static Map<String, String> protocols() {
        return sameWords("tcp", "udp", "sctp");
    }

    private static Map<String, String> sameWords(String... words) {
        var map = new LinkedHashMap<String, String>();
        for (var word : words) {
            map.put(word, word);
        }
        return map;
    }

    private static Shape<List<NetworkAttachment>> networks() {
        var name = Scalars.matching("a network's name", NETWORK_NAME);
        var aliases = Field.optional("aliases", new ListShape<>(Scalars.name()), "further names on that network");
        var ipv4 = Field.optional("ipv4_address", Scalars.matching("an IPv4 address", IPV4), "fixed address");
        var ipv6 = Field.optional("ipv6_address", Scalars.matching("an IPv6 address", IPV6), "fixed address");
        var attachment = ObjectShape.of(
                        List.of(aliases, ipv4, ipv6),
                        f -> new NetworkAttachment(
                                f.in().key(), f.find(aliases).orElse(List.of()), f.find(ipv4), f.find(ipv6)))
                .refusing(Map.of(
                        "priority", "write the networks in the order in which they are to be joined",
                        "gw_priority", "write the network with the default route first",
                        "mac_address", "use mac_address of run",
                        "link_local_ips", "this version does not do it; use ipv4_address or ipv6_address",
                        "driver_opts", "this version does not do it; set them when the network is created",
                        "interface_name", "this version does not do it; remove it"));
        return FormsShape.listOrMapping(
                new ListShape<>(name.then((network, in) ->
                        new NetworkAttachment(network, List.of(), Optional.empty(), Optional.empty()))),
                new MapShape<>(NETWORK_NAME, "a network's name", attachment)
                        .then((map, in) -> List.copyOf(map.values())));
    }

    private static String networkMode(String text) throws Misfit {
        if (text.startsWith("service:")) {
            throw new Misfit("there are no services here; use container:NAME with the other container's name");
        }
        if (text.startsWith(CONTAINER)) {
            if (!NETWORK_NAME.matcher(text.substring(CONTAINER.length())).matches()) {
                throw Misfit.mustBe("container:NAME with a container's name or id");
            }
            return text;
        }
        if (!NETWORK_NAME.matcher(text).matches()) {
            throw Misfit.mustBe("bridge, host, none, container:NAME or a network's name");
        }
        return text;
    }

    private static Shape<List<String>> extraHosts() {
        var list = new ListShape<>(Scalars.parsed("text like host=address", NetworkRows::extraHost));
        var addresses = textOrList(Scalars.parsed("an IP address or host-gateway", NetworkRows::hostAddress));
        var mapping = new MapShape<>(HOSTNAME, "a host name", addresses).then((map, in) -> {
            var lines = new ArrayList<String>();
            map.forEach((host, ips) -> ips.forEach(ip -> lines.add(host + ":" + ip)));
            return List.copyOf(lines);
        });
        return FormsShape.listOrMapping(list, mapping);
    }

    private static String extraHost(String text) throws Misfit {
        int split = text.indexOf('=') < 0 ? text.indexOf(':') : text.indexOf('=');
        if (split < 0 || !HOSTNAME.matcher(text.substring(0, split)).matches()) {
            throw Misfit.mustBe("host=address, such as db=192.168.1.5");
        }
        return text.substring(0, split) + ":" + hostAddress(text.substring(split + 1));
    }

    private static String hostAddress(String text) throws Misfit {
        var address = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!address.equals("host-gateway") && !ADDRESS.matcher(address).matches()) {
            throw Misfit.mustBe("an IP address or host-gateway");
        }
        return address;
    }
}
