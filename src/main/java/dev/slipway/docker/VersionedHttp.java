package dev.slipway.docker;

import com.github.dockerjava.transport.DockerHttpClient;

/** A transport that puts the negotiated version in front of every path. Closing it leaves the transport beneath open. */
final class VersionedHttp implements DockerHttpClient {
    private final DockerHttpClient transport;
    private final String prefix;

    VersionedHttp(DockerHttpClient transport, ApiVersion version) {
        this.transport = transport;
        this.prefix = "/v" + version;
    }

    @Override
    public Response execute(Request request) {
        var versioned = Request.builder().from(request).path(prefix + request.path());
        return transport.execute(versioned.build());
    }

    @Override
    public void close() {
        // The transport is shared between negotiations; whoever opened it closes it.
    }
}
