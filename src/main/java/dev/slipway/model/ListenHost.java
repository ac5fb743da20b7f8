package dev.slipway.model;

/** How this host reaches what listens at a configured address. */
public final class ListenHost {
    private ListenHost() {}

    /** The host part of a URL: loopback for a listener at every address, brackets around IPv6. */
    public static String inUrl(String listensAt) {
        return switch (listensAt) {
            case "", "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> listensAt.contains(":") ? "[" + listensAt + "]" : listensAt;
        };
    }
}
