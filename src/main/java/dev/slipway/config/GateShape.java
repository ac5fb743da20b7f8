package dev.slipway.config;

import dev.slipway.model.GateSpec;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.model.SwapMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rows of {@code gate}, and what they must be to the other keys of an app. */
final class GateShape {
    /** As of Docker's own grammar, with a tag or a digest, or both. */
    private static final Pattern PINNED =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]*(:(?!latest\\b)\\w[\\w.-]{0,127}|@sha256:[0-9a-f]{64})");

    static final Field<List<Integer>> HTTP = Field.optional(
            "http",
            new ListShape<>(Scalars.port()),
            "the container's ports at which plain HTTP/1 is spoken; left out, the one that health.http asks. The others are"
                    + " passed on as TCP");
    private static final Field<String> IMAGE = Field.withDefault(
            "image",
            Scalars.parsed("an image name with a version, such as " + GateSpec.DEFAULT_IMAGE, GateShape::pinned),
            GateSpec.DEFAULT_IMAGE,
            "image of the proxy, with its version: any that has haproxy 2.6 or later, and sh");
    private static final Field<Duration> DRAIN = Field.withDefault(
            "drain",
            Scalars.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            Durations.show(GateSpec.DEFAULT_DRAIN),
            "how long connections to the old container may go on; then they are cut");

    static final Shape<Draft> SHAPE =
            ObjectShape.of(List.of(IMAGE, HTTP, DRAIN), f -> new Draft(f.get(IMAGE), f.find(HTTP), f.get(DRAIN)));

    private GateShape() {}

    /** A gate before it is known which port the health check asks. */
    record Draft(String image, Optional<List<Integer>> http, Duration drain) {}

    /** The gate of an app that swaps so; all by default where nothing was written. */
    static Optional<GateSpec> gate(Optional<SwapMode> swap, Optional<Draft> written, RunSpec run, HealthSpec health) {
        if (swap.filter(SwapMode.GATE::equals).isEmpty()) {
            return Optional.empty();
        }
        var http = written.flatMap(Draft::http).orElseGet(() -> asked(run, health));
        return Optional.of(new GateSpec(
                written.map(Draft::image).orElse(GateSpec.DEFAULT_IMAGE),
                http,
                written.map(Draft::drain).orElse(GateSpec.DEFAULT_DRAIN)));
    }

    /** A port that a health check asks for a page speaks HTTP. */
    private static List<Integer> asked(RunSpec run, HealthSpec health) {
        return health
                .check()
                .filter(HealthSpec.Check.Http.class::isInstance)
                .map(check -> ((HealthSpec.Check.Http) check).port())
                .filter(port -> isPublished(run, port))
                .stream()
                .toList();
    }

    /** What is wrong with the section; empty if nothing is. */
    static Optional<String> objection(Optional<SwapMode> swap, Draft written, RunSpec run) {
        if (swap.filter(SwapMode.GATE::equals).isEmpty()) {
            return Optional.of("is for swap: gate alone; write that too, or remove this");
        }
        return written.http().orElse(List.of()).stream()
                .filter(port -> !isPublished(run, port))
                .findFirst()
                .map(port -> "http: run.ports publishes no port " + port
                        + " of the container; name the container's ports," + " not the host's");
    }

    private static boolean isPublished(RunSpec run, int containerPort) {
        return run.get(RunKey.PORTS).orElse(List.of()).stream()
                .map(Run.Port::containerPort)
                .anyMatch(port -> port == containerPort);
    }

    private static String pinned(String text) throws Misfit {
        if (!PINNED.matcher(text).matches()) {
            throw Misfit.mustBe("an image name with a version, such as " + GateSpec.DEFAULT_IMAGE);
        }
        return text;
    }
}
