package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.model.RunKey;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunBodyTest {
    @Test
    void forgetsNoKey() {
        var known = new HashSet<>(RunBody.keys());
        known.addAll(RunBody.ELSEWHERE);
        assertEquals(Set.copyOf(RunKey.all()), known);
    }
}
