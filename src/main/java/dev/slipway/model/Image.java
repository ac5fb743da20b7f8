package dev.slipway.model;

import java.util.Objects;

/**
 * An image that Slipway built.
 *
 * @param id the engine's content id, {@code sha256:…}
 * @param tag {@code slipway/APP:FULLSHA}
 */
public record Image(String id, String tag) {
    public Image {
        Objects.requireNonNull(id);
        Objects.requireNonNull(tag);
    }
}
