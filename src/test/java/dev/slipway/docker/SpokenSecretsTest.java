package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SpokenSecretsTest {
    @Test
    void areTakenOutWhereverTheyAreSaid() {
        var secrets = SpokenSecrets.of(
                "DB_PASSWORD=hunter2-hunter2", "API_TOKEN=hunter2", "COLOUR=green-green", "AUTH=true", "KEY");
        assertEquals(
                "with (secret) and (secret)! green-green is true",
                secrets.without("with hunter2-hunter2 and hunter2! green-green is true"));
    }

    @Test
    void mayHaveAnEqualsSignInThem() {
        assertEquals("(secret)", SpokenSecrets.of("TOKEN=abc=def=").without("abc=def="));
        assertEquals("(secret)", SpokenSecrets.of(Map.of("TOKEN", "abc=def=")).without("abc=def="));
    }
}
