package dev.slipway.model;

import java.util.List;
import java.util.Objects;

/**
 * Where the dashboard listens, and to whom.
 *
 * @param host an address of this machine, or a name of it
 * @param hosts further names by which it may be asked for, in lower case
 * @param badges whether everybody may have each app's state as a picture
 */
public record DashboardSpec(String host, int port, List<String> hosts, AccessSpec access, boolean badges) {
    public DashboardSpec {
        Objects.requireNonNull(host);
        Objects.requireNonNull(access);
        hosts = List.copyOf(hosts);
    }

    /** One that says nothing more. */
    public DashboardSpec(String host, int port) {
        this(host, port, List.of());
    }

    /** One at which everybody may look and nobody act. */
    public DashboardSpec(String host, int port, List<String> hosts) {
        this(host, port, hosts, AccessSpec.READ_ONLY, false);
    }

    /** As it is written in the configuration: {@code host:port}. */
    public String listen() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
