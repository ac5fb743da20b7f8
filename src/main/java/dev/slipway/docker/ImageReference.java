package dev.slipway.docker;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an image, as a Dockerfile or a person writes it.
 *
 * @param registry host, with its port if it has one; {@code docker.io} where none is written
 * @param repository path at the registry
 * @param tag {@code latest} where neither tag nor digest is written; empty if a digest is
 * @param written as it was written
 */
record ImageReference(
        String registry, String repository, Optional<String> tag, Optional<String> digest, String written) {
    static final String DOCKER_HUB = "docker.io";

    private static final Pattern SHAPE = Pattern.compile("(?<name>[^@\\s]+?)(?::(?<tag>\\w[\\w.-]{0,127}))?"
            + "(?:@(?<digest>[A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{32,}))?");
    private static final Pattern PATH =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*)*");

    /** Empty if it is not an image's name. */
    static Optional<ImageReference> parse(String written) {
        var shape = SHAPE.matcher(written);
        if (!shape.matches()) {
            return Optional.empty();
        }
        var name = shape.group("name");
        var slash = name.indexOf('/');
        var host = slash < 0 ? "" : name.substring(0, slash);
        var hasHost = host.contains(".") || host.contains(":") || host.equals("localhost");
        var path = hasHost ? name.substring(slash + 1) : name;
        if (!PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        var registry = hasHost && !host.equals("index.docker.io") ? host : DOCKER_HUB;
        var repository = registry.equals(DOCKER_HUB) && !path.contains("/") ? "library/" + path : path;
        var digest = Optional.ofNullable(shape.group("digest"));
        var tag = Optional.ofNullable(shape.group("tag"));
        return Optional.of(new ImageReference(
                registry,
                repository,
                digest.isPresent() ? Optional.empty() : tag.or(() -> Optional.of("latest")),
                digest,
                written));
    }

    /** Registry and path, without tag and digest. */
    String name() {
        return registry + "/" + repository;
    }

    /** What follows the name: the digest if there is one, otherwise the tag. */
    String version() {
        return digest.or(() -> tag).orElseThrow();
    }

    @Override
    public String toString() {
        return written;
    }
}
