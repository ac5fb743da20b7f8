package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io, docker.io/library/busybox, latest",
        "busybox:1.36, docker.io, docker.io/library/busybox, 1.36",
        "team/app, docker.io, docker.io/team/app, latest",
        "docker.io/team/app:x, docker.io, docker.io/team/app, x",
        "index.docker.io/team/app, docker.io, docker.io/team/app, latest",
        "localhost/app, localhost, localhost/app, latest",
        "localhost:5000/team/app:1, localhost:5000, localhost:5000/team/app, 1",
        "ghcr.io/a/b/c__d-e.f:v1.2, ghcr.io, ghcr.io/a/b/c__d-e.f, v1.2",
    })
    void readsRegistryNameAndTag(String written, String registry, String name, String version) {
        var image = ImageReference.parse(written).orElseThrow();

        assertEquals(registry, image.registry());
        assertEquals(name, image.name());
        assertEquals(version, image.version());
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox@", "busybox:1.36@", "ghcr.io/a/b:1@"})
    void aDigestGoesBeforeATag(String name) {
        assertEquals(DIGEST, ImageReference.parse(name + DIGEST).orElseThrow().version());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Busybox",
                "a b",
                "/a",
                "a//b",
                "a/",
                "$BASE",
                "busybox:",
                "busybox:-x",
                "busybox@sha256:12",
                "a:b:c"
            })
    void refusesWhatIsNoName(String written) {
        assertEquals(Optional.empty(), ImageReference.parse(written));
    }
}
