package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.testkit.Reference;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What docs/REFERENCE.md says of the command line. */
class ReferenceTest {
    @Test
    void hasEveryExitCodeAndNoOther() throws Exception {
        assertEquals(
                Arrays.stream(ExitCode.values()).map(ExitCode::number).sorted().toList(),
                Reference.firstColumn("Exit codes").stream()
                        .map(Integer::valueOf)
                        .toList());
    }
}
