package dev.slipway.health;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Why there was no answer, to be put after the question's name. */
final class Reasons {
    private Reasons() {}

    static String late(Duration timeout) {
        return " did not answer within "
                + (timeout.toMillis() < 1000 ? timeout.toMillis() + " ms" : timeout.toSeconds() + " s");
    }

    /** The first known reason in the chain of causes; the outer ones are only the library's wrapping. */
    static String of(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            var known = known(cause);
            if (!known.isEmpty()) {
                return known;
            }
        }
        return " failed:" + quoted(failure);
    }

    private static String known(Throwable cause) {
        return switch (cause) {
            case NoRouteToHostException ignored -> " cannot be reached: no route to it";
            case ConnectException connecting ->
                String.valueOf(connecting.getMessage()).contains("unreachable")
                        ? " cannot be reached:" + quoted(connecting)
                        : " refused the connection";
            case ProtocolException notHttp -> " did not answer in HTTP:" + quoted(notHttp);
            case EOFException ignored -> " closed the connection without an answer";
            case SocketException broken ->
                String.valueOf(broken.getMessage()).contains("reset")
                        ? " reset the connection"
                        : " failed:" + quoted(broken);
            default -> "";
        };
    }

    /** Messages may quote what the container sent. */
    private static String quoted(Throwable cause) {
        return Quote.beginningOf(String.valueOf(cause.getMessage()).getBytes(StandardCharsets.UTF_8));
    }
}
