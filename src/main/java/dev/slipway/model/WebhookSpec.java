package dev.slipway.model;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The listener that a forge may wake.
 *
 * @param host address to listen at
 * @param port 1 to 65535; 0 in tests, for any that is free
 * @param secrets that a delivery may be signed with, at least one; several while one replaces another
 * @param publicUrl by which the forge reaches it
 * @param maxBodyBytes the largest body that is read; 1 MiB unless configured, at most GitHub's 25 MB
 */
public record WebhookSpec(
        String host, int port, List<WebhookSecret> secrets, Optional<URI> publicUrl, int maxBodyBytes) {
    public static final int DEFAULT_MAX_BODY_BYTES = 1024 * 1024;
    /** GitHub's documented cap on payloads, which it does not deliver beyond. */
    public static final int LARGEST_BODY_BYTES = 25 * 1024 * 1024;

    public WebhookSpec {
        Objects.requireNonNull(host);
        Objects.requireNonNull(publicUrl);
        secrets = List.copyOf(secrets);
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("a webhook needs a secret");
        }
    }

    /** As it is written in the configuration: {@code host:port}. */
    public String listen() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
