package dev.slipway.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * A transport that uses each connection once. One that was kept from before a restart of the engine leads nowhere, which a
 * Unix socket shows only when it is written to: the first call that changes something would fail, since those are not sent
 * twice. A connection to a socket of this machine costs next to nothing.
 */
final class FreshConnections implements DockerHttpClient {
    private final DockerHttpClient transport;
    private final Consumer<Response> answers;

    /** @param answers is shown each answer before anybody reads it */
    FreshConnections(DockerHttpClient transport, Consumer<Response> answers) {
        this.transport = transport;
        this.answers = answers;
    }

    /** Where a request takes its connection over, for a command's input, the transport itself sets this header anew. */
    @Override
    public Response execute(Request request) {
        var answer = transport.execute(
                Request.builder().from(request).putHeader("Connection", "close").build());
        answers.accept(answer);
        return answer;
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
