package dev.slipway.model;

import java.util.Objects;

/**
 * Where the dashboard listens.
 *
 * @param host an address of this machine, or a name of it
 */
public record DashboardSpec(String host, int port) {
    public DashboardSpec {
        Objects.requireNonNull(host);
    }

    /** As it is written in the configuration: {@code host:port}. */
    public String listen() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
