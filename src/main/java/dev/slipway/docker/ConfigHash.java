package dev.slipway.docker;

import dev.slipway.model.App;
import dev.slipway.model.GateSpec;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A hash of all that a container is made from but its commit; a label, so it must tell nothing of the values. */
final class ConfigHash {
    private static final int HEX_DIGITS = 16;

    private ConfigHash() {}

    static String of(App app, Map<String, String> environment) {
        var parts = Stream.of(
                        ImageLabels.buildHash(app.build(), app.git().inclusions()),
                        app.run().canonical(),
                        environment.toString())
                .map(part -> part + "\0")
                .collect(Collectors.joining());
        // Only where there is one: a container that was made before there were gates is still what would be made.
        var gate = app.gate().map(GateSpec::toString).orElse("");
        var compose = app.compose()
                .map(spec -> spec.project() + "\0" + spec.files() + "\0" + spec.profiles())
                .orElse("");
        return Sha256.hex(parts + gate + compose).substring(0, HEX_DIGITS);
    }
}
