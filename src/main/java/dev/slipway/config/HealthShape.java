package dev.slipway.config;

import dev.slipway.model.HealthSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rows of {@code health}. */
final class HealthShape {
    static final Field<HealthUrl> HTTP = Field.optional(
            "http",
            new ScalarShape<>("text", Scalars.text().schema(), HealthUrl::parse),
            "\":PORT/path\" with the container's own port; well when the status is 200 to 399. A URL that names a published"
                    + " host port is read as the container port behind it");

    private static final Field<Integer> TCP =
            Field.optional("tcp", Scalars.port(), "the container's own port; well when it accepts a connection");
    private static final Field<List<String>> COMMAND = Field.optional(
            "command",
            FormsShape.scalarOrList(
                    Scalars.name().then((line, in) -> List.of("/bin/sh", "-c", line)),
                    nonEmpty(new ListShape<>(Scalars.text()))),
            "run inside the container, a line of text by /bin/sh; well when it exits with 0");
    private static final Field<Duration> TIMEOUT = Field.withDefault(
            "timeout",
            Scalars.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            "60s",
            "from the container's start until it must have been well for the first time");
    private static final Field<Duration> SETTLE = Field.withDefault(
            "settle",
            Scalars.duration(Duration.ZERO, Duration.ofHours(1)),
            "10s",
            "how long it must then stay well before the old container goes");

    static final Shape<Draft> SHAPE = ObjectShape.of(List.of(HTTP, TCP, COMMAND, TIMEOUT, SETTLE), HealthShape::build)
            .checked(HealthShape::atMostOneCheck);

    private HealthShape() {}

    /** Health before a URL is resolved against the ports that the container publishes. */
    record Draft(Optional<HealthUrl> url, HealthSpec asked) {
        Draft asking(HealthSpec.Check check) {
            return new Draft(url, new HealthSpec(Optional.of(check), asked.timeout(), asked.settle()));
        }
    }

    private static Draft build(Fields f) {
        Optional<HealthSpec.Check> tcp = f.find(TCP).map(HealthSpec.Check.Tcp::new);
        Optional<HealthSpec.Check> command = f.find(COMMAND).map(HealthSpec.Check.Command::new);
        return new Draft(f.find(HTTP), new HealthSpec(tcp.or(() -> command), f.get(TIMEOUT), f.get(SETTLE)));
    }

    private static void atMostOneCheck(Fields f) {
        var given = Stream.<Field<?>>of(HTTP, TCP, COMMAND).filter(f::isGiven).toList();
        if (given.size() > 1) {
            f.refuse(
                    given.getLast(),
                    "'" + given.getFirst().name() + "' is given as well; keep one of http, tcp and command");
        }
    }

    private static <T> Shape<List<T>> nonEmpty(Shape<List<T>> list) {
        return list.then((items, in) -> {
            if (items.isEmpty()) {
                throw new Misfit("must name a command");
            }
            return items;
        });
    }
}
