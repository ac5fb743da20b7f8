package dev.slipway.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The Docker engine that tests share unless they start one of their own: this machine's, or the one of {@code DOCKER_HOST}. */
public final class SharedEngine {
    private static final URI URL =
            URI.create(Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse("unix:///var/run/docker.sock"));

    private SharedEngine() {}

    /** As the configuration names it. */
    public static URI url() {
        return URL;
    }

    public static Path socket() {
        return Path.of(URL.getPath());
    }
}
