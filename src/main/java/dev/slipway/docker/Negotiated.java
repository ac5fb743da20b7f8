package dev.slipway.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.transport.DockerHttpClient;
import java.util.Optional;

/**
 * What one negotiation with an engine brought: the version to speak, and who speaks it.
 *
 * @param engine who answered, by what it says of itself in each answer
 * @param engineVersion such as {@code 20.10.24}
 * @param builderVersion which builder the engine recommends: {@code 1} classic, {@code 2} BuildKit
 * @param docker its commands
 * @param http for what it has no command for
 */
record Negotiated(
        ApiVersion api,
        Optional<String> engine,
        String engineVersion,
        String builderVersion,
        DockerClient docker,
        DockerHttpClient http) {}
