package dev.slipway.webhook;

import dev.slipway.model.ListenHost;
import dev.slipway.model.WebhookSpec;
import java.net.URI;

/**
 * Where a test goes to.
 *
 * @param url to post to
 * @param isPublic whether it is the forge's way, or else that of loopback
 * @param spec the configuration
 * @param secret that the test is signed with, as {@link KnownSecrets#shown}
 */
record Destination(URI url, boolean isPublic, WebhookSpec spec, String secret) {
    private static final String PATH = "/webhook";

    /** The address at which this host reaches what listens as configured. */
    static Destination onLoopback(WebhookSpec spec, String secret) {
        var url = "http://" + ListenHost.inUrl(spec.host()) + ":" + spec.port() + PATH;
        return new Destination(URI.create(url), false, spec, secret);
    }

    /** Without a user, a password, a query and a fragment, any of which may be a secret. */
    @Override
    public String toString() {
        var port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port + url.getRawPath();
    }

    /** The command that shows who holds the port. */
    String whoHoldsThePort() {
        return "`ss -ltnp 'sport = :" + spec.port() + "'`";
    }
}
