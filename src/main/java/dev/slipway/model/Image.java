package dev.slipway.model;

import java.util.Objects;

/**
 * An image that Slipway built or pulled.
 *
 * @param id what a container is made from: the engine's content id, {@code sha256:…}, or for the nodes of a swarm, which pull it
 *     from its registry, {@code name:tag@sha256:…}
 * @param tag {@code slipway/APP:FULLSHA}
 */
public record Image(String id, String tag) {
    public Image {
        Objects.requireNonNull(id);
        Objects.requireNonNull(tag);
    }
}
