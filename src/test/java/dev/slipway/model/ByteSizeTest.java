package dev.slipway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1 KiB", "1535, 1.4 KiB", "2147483647, 1.9 GiB", "1099511627776, 1 TiB"
    })
    void sizesAreRoundedDown(long bytes, String words) {
        assertEquals(words, ByteSize.inWords(bytes));
    }
}
