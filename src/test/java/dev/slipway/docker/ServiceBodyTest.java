package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.model.RunKey;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceBodyTest {
    @Test
    void everyKeyOfRunIsWrittenOrRefusedByTheConfiguration() {
        var known = new HashSet<>(ServiceBody.keys());
        known.retainAll(RunKey.ofOneEngine());
        assertEquals(Set.of(), known);
        known.addAll(ServiceBody.keys());
        known.addAll(RunKey.ofOneEngine());
        assertEquals(Set.copyOf(RunKey.all()), known);
    }
}
