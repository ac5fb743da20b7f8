package dev.slipway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvTextTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachValueKnowsItsLine(boolean compose) throws Exception {
        var values = parse("# note\nA=1\n\nB=2\nFROM\nA=3\n", compose);
        assertEquals(List.of("A", "B", "FROM"), List.copyOf(values.keySet()));
        assertEquals(new EnvText.Value("3", 6), values.get("A"));
        assertEquals(new EnvText.Value("2", 4), values.get("B"));
        assertEquals(new EnvText.Value("outside", 5), values.get("FROM"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aValueIsNotPrinted(boolean compose) throws Exception {
        assertFalse(parse("A=hunter2\n", compose).toString().contains("hunter2"));
    }

    private static Map<String, EnvText.Value> parse(String text, boolean compose) throws Exception {
        return EnvText.parse(text.getBytes(StandardCharsets.UTF_8), compose, Map.of("FROM", "outside"));
    }
}
