package dev.slipway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.testkit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd says of the unit, as far as it can be asked without running it. */
class SystemdUnitIT {
    private static final String PROGRAM = "/opt/slipway/bin/slipway";
    /** In tenths, as --threshold has it: 2.0 is what a service with a network and a socket can well reach. */
    private static final String MOST_EXPOSED = "20";

    @TempDir
    Path folder;

    private Path unit;

    /** The program need not be installed where it is tested. */
    @BeforeEach
    void standIn() throws IOException {
        var text = Files.readString(Path.of("systemd", "slipway.service")).replace(PROGRAM, "/bin/true");
        unit = Files.writeString(folder.resolve("slipway.service"), text);
    }

    @Test
    void hasNoValueThatSystemdWouldIgnore() {
        var verified = Command.run(List.of("systemd-analyze", "verify", unit.toString()), Map.of())
                .expecting(0);
        // It exits with 0 for many a mistake, but never without a word.
        assertEquals("", verified.err());
    }

    @Test
    void exposesLittle() {
        Command.run(
                        List.of(
                                "systemd-analyze",
                                "security",
                                "--offline=true",
                                "--threshold=" + MOST_EXPOSED,
                                unit.toString()),
                        Map.of("SYSTEMD_PAGER", ""))
                .expecting(0);
    }
}
