package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of protobuf's own documentation of its encoding. */
class ProtobufTest {
    @Test
    void readsNumbers() throws IOException {
        var message = message("08 96 01");

        assertTrue(message.next());
        assertEquals(1, message.field());
        assertEquals(150, message.number());
        assertFalse(message.next());
    }

    @Test
    void readsTexts() throws IOException {
        var message = message("12 07 74 65 73 74 69 6e 67");

        assertTrue(message.next());
        assertEquals(2, message.field());
        assertEquals("testing", message.text());
    }

    @Test
    void passesOverFixedFieldsAndUntakenValues() throws IOException {
        var message = message("09 0102030405060708 15 01020304 1a 02 6162 20 01");

        for (var field = 1; field <= 4; field++) {
            assertTrue(message.next());
            assertEquals(field, message.field());
        }
        assertTrue(message.flag());
        assertFalse(message.next());
    }

    @Test
    void readsNegativeNumbersOfTenBytes() throws IOException {
        var message = message("08 ffffffffffffffffff01");

        assertTrue(message.next());
        assertEquals(-1, message.number());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08",
                "08 96",
                "12 07 74",
                "12 ff ff ff ff ff ff ff ff 7f",
                "09 01",
                "0b",
                "08 ffffffffffffffffffff01"
            })
    void refusesWhatIsCutOffOrNoProtobuf(String hex) {
        assertThrows(IOException.class, () -> message(hex).next());
    }

    private static Protobuf message(String hex) {
        return new Protobuf(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
