package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryFailureTest {
    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "manifest for localhost:5977/private/nope:1 not found: manifest unknown: manifest unknown | YOURS",
                "unauthorized: authentication required | YOURS",
                "Head \"http://localhost:5977/v2/private/base/manifests/1\": no basic auth credentials | YOURS",
                "pull access denied for x, repository does not exist or may require 'docker login': denied: requested access to the resource is denied | YOURS",
                "no matching manifest for linux/arm64 in the manifest list entries | YOURS",
                "Get \"http://localhost:5978/v2/\": dial tcp 127.0.0.1:5978: connect: connection refused | REMOTE",
                "Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup registry-1.docker.io: no such host | REMOTE",
                "received unexpected HTTP status: 503 Service Unavailable | REMOTE",
                "toomanyrequests: You have reached your pull rate limit | REMOTE",
                "Get \"https://r.example.com/v2/\": net/http: TLS handshake timeout | REMOTE",
                "unexpected EOF | REMOTE",
                "failed to register layer: write /x: no space left on device | HOST",
            })
    void tellsWhoseMoveItIs(String said, Blame blame) {
        assertEquals(blame, RegistryFailure.blame(said));
    }

    @Test
    void namesTheLineAndTheWayOut() {
        var image = ImageReference.parse("r.example.com/team/base:2").orElseThrow();
        var failure = RegistryFailure.of(
                        new BaseImage(image, Optional.empty(), 3, "FROM r.example.com/team/base:2 AS build"),
                        "unauthorized: authentication required",
                        "slipway deploy web --retry")
                .failure();

        assertEquals(
                "cannot pull r.example.com/team/base:2 (Dockerfile line 3: FROM r.example.com/team/base:2 AS build): "
                        + "unauthorized: authentication required",
                failure.what());
        assertTrue(failure.next().contains("docker login r.example.com"), failure.next());
        assertTrue(failure.next().endsWith("slipway deploy web --retry"), failure.next());
    }
}
