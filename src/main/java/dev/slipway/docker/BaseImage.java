package dev.slipway.docker;

import java.util.Optional;

/**
 * An image from elsewhere that a Dockerfile builds upon.
 *
 * @param platform as written in {@code FROM --platform}; empty for the engine's own
 * @param line of the Dockerfile that names it, from 1
 * @param instruction what stands there
 */
record BaseImage(ImageReference image, Optional<String> platform, int line, String instruction) {}
