package dev.slipway.http;

import java.time.Duration;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Ends the wait for a request's head when the request is there, and begins the wait for the next one's when it is answered. */
final class HeadLimit extends Handler.Wrapper {
    private final Waits<Connection> waits;
    private final Duration limit;

    HeadLimit(Handler handler, Waits<Connection> waits, Duration limit) {
        super(handler);
        this.waits = waits;
        this.limit = limit;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var connection = request.getConnectionMetaData().getConnection();
        waits.end(connection);
        Request.addCompletionListener(request, ignored -> awaitHead(connection));
        return super.handle(request, response, callback);
    }

    /** From now on the next request's head is waited for, however slowly its bytes drip in; then the connection is closed. */
    private void awaitHead(Connection connection) {
        waits.begin(connection, limit, connection.getEndPoint()::close);
    }
}
