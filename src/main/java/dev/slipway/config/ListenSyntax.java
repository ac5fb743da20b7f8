package dev.slipway.config;

import java.util.regex.Pattern;

/** Where something of Slipway's listens, as it is written: {@code host:port}. */
final class ListenSyntax {
    private static final String EVERY_ADDRESS = "0.0.0.0";
    private static final Pattern LISTEN =
            Pattern.compile("(?<host>\\[[0-9a-fA-F:.]+(?:%[\\w.-]+)?]|[A-Za-z0-9.-]*):(?<port>[0-9]{1,5})");

    private ListenSyntax() {}

    record Address(String host, int port) {}

    /** A value of the form that {@code kind} describes. */
    static Shape<Address> shape(String kind) {
        return Scalars.parsed(kind, text -> address(kind, text));
    }

    private static Address address(String kind, String text) throws Misfit {
        var match = LISTEN.matcher(text);
        if (!match.matches()) {
            throw Misfit.mustBe(kind);
        }
        int port = Integer.parseInt(match.group("port"));
        if (port < 1 || port > PortSyntax.MAX_PORT) {
            throw Misfit.mustBe(kind + ", with a port from 1 to " + PortSyntax.MAX_PORT);
        }
        var host = match.group("host").replaceAll("[\\[\\]]", "");
        return new Address(host.isEmpty() ? EVERY_ADDRESS : host, port);
    }
}
