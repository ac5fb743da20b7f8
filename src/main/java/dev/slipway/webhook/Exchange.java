package dev.slipway.webhook;

import java.net.InetSocketAddress;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A request and the answer that is owed to it. */
record Exchange(Request request, Response response, Callback callback) {
    Connection connection() {
        return request.getConnectionMetaData().getConnection();
    }

    /** The caller's address, as the socket has it. */
    String from() {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "?";
    }

    Headers headers() {
        var headers = new Headers();
        request.getHeaders().forEach(field -> headers.with(field.getName(), field.getValue()));
        return headers;
    }

    /** What the head says; -1 if it does not. */
    long announcedLength() {
        return request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    }

    /** Whether the body comes only once it was asked for. */
    boolean waitsToBeAsked() {
        return request.getHeaders().contains(HttpHeader.EXPECT, "100-continue");
    }
}
