package dev.slipway.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.transport.DockerHttpClient;
import java.util.Optional;

/**
 * What one negotiation with an engine brought: the version to speak, and clients that speak it.
 *
 * @param engine who answered, by what it says of itself in each answer
 * @param engineVersion such as {@code 20.10.24}
 * @param builderVersion which builder the engine recommends: {@code 1} classic, {@code 2} BuildKit
 * @param ordinary for calls that are answered at once
 * @param streams for calls whose answers go on: builds, logs, commands
 */
record Negotiated(
        ApiVersion api,
        Optional<String> engine,
        String engineVersion,
        String builderVersion,
        Clients ordinary,
        Clients streams) {

    /** One transport, with docker-java's commands and without. */
    record Clients(DockerClient docker, DockerHttpClient http) {}
}
