package dev.slipway.dashboard;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;

/** What is asked, and by whom as far as the head of the request says it. */
record Asked(Request request) {
    String method() {
        return request.getMethod();
    }

    /** As it came. */
    String path() {
        return Optional.ofNullable(request.getHttpURI().getPath()).orElse("");
    }

    /** What follows the question mark; empty if there is none. */
    String query() {
        return Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
    }

    boolean isRead() {
        return method().equals("GET") || method().equals("HEAD");
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** The value of the first cookie of that name. */
    Optional<String> cookie(String name) {
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    /** The caller's address, as the socket has it. */
    InetAddress from() {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
