package dev.slipway.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;

/**
 * A transport that uses each connection once. One that was kept from before a restart of the engine leads nowhere, which a
 * Unix socket shows only when it is written to: the first call that changes something would fail, since those are not sent
 * twice. A connection to a socket of this machine costs next to nothing.
 */
final class FreshConnections implements DockerHttpClient {
    private final DockerHttpClient transport;

    FreshConnections(DockerHttpClient transport) {
        this.transport = transport;
    }

    /** Where a request takes its connection over, for a command's input, the transport itself sets this header anew. */
    @Override
    public Response execute(Request request) {
        return transport.execute(
                Request.builder().from(request).putHeader("Connection", "close").build());
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
