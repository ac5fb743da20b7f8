package dev.slipway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PhaseTest {
    private static final Pattern ROW = Pattern.compile("^\\| ([A-Z_]+) \\| ([A-Z_, ]+|–) \\|.*", Pattern.MULTILINE);
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    static Stream<Arguments> pairs() {
        return Arrays.stream(Phase.values())
                .flatMap(from -> Arrays.stream(Phase.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void advancesAlongTheArrowsAndNoOtherWay(Phase from, Phase to) {
        var deployment = in(from);
        if (from.next().contains(to)) {
            assertEquals(to, deployment.advance(to, NOW).phase());
        } else {
            assertThrows(IllegalStateException.class, () -> deployment.advance(to, NOW));
        }
    }

    @Test
    void isAsDocumented() throws IOException {
        var documented = new EnumMap<Phase, Set<Phase>>(Phase.class);
        var rows = ROW.matcher(Files.readString(Path.of("docs/STATES.md")));
        while (rows.find()) {
            documented.put(Phase.valueOf(rows.group(1)), phases(rows.group(2)));
        }
        var coded = Arrays.stream(Phase.values()).collect(Collectors.toMap(phase -> phase, Phase::next));
        assertEquals(Map.copyOf(coded), Map.copyOf(documented));
    }

    private static Set<Phase> phases(String list) {
        return list.equals("–")
                ? EnumSet.noneOf(Phase.class)
                : Arrays.stream(list.split(", ")).map(Phase::valueOf).collect(Collectors.toSet());
    }

    private static Deployment in(Phase phase) {
        var intent = new Deployment.Intent(
                "web", new Commit("a".repeat(40)), Trigger.POLL, "hash", SwapMode.TRIAL, "main moved");
        return new Deployment(7, intent, Optional.empty(), phase, NOW, NOW, Optional.empty());
    }
}
