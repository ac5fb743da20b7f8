package dev.slipway.model;

import java.util.List;
import java.util.Objects;

/**
 * Where the dashboard listens, and to whom.
 *
 * @param host an address of this machine, or a name of it
 * @param hosts further names by which it may be asked for, in lower case
 */
public record DashboardSpec(String host, int port, List<String> hosts, AccessSpec access) {
    public DashboardSpec {
        Objects.requireNonNull(host);
        Objects.requireNonNull(access);
        hosts = List.copyOf(hosts);
    }

    /** One that says nothing more. */
    public DashboardSpec(String host, int port) {
        this(host, port, List.of(), AccessSpec.READ_ONLY);
    }

    /** One at which everybody may look and nobody act. */
    public DashboardSpec(String host, int port, List<String> hosts) {
        this(host, port, hosts, AccessSpec.READ_ONLY);
    }

    /** As it is written in the configuration: {@code host:port}. */
    public String listen() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
