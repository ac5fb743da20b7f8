package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken out of a bundle. */
class RedactionTest {
    private static final String SECRET = "Zq7-needle-Zq7";

    @Test
    void aKnownValueGoesWhereverItStandsAndHoweverItIsWritten() {
        var redaction = new Redaction(Set.of("a\"b\\needle", " needle "));
        assertEquals("x(removed)y {\"v\":\"(removed)\"}", redaction.of("xa\"b\\needley {\"v\":\"a\\\"b\\\\needle\"}"));
        assertEquals("x(removed)y", redaction.of("xneedley"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:Zq7-needle-Zq7@example.com/x.git",
                "https://Zq7-needle-Zq7@example.com/x.git",
                "DB_PASSWORD=Zq7-needle-Zq7",
                "\"api_key\" : \"Zq7-needle-Zq7\"",
                "Authorization: Bearer Zq7-needle-Zq7",
                "Authorization: token Zq7-needle-Zq7",
                "Proxy-Authorization: Basic Zq7-needle-Zq7==",
                "ghp_Zq7-needle-Zq7Zq7needleZq7",
                "github_pat_Zq7-needle-Zq7",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nZq7-needle-Zq7\n-----END OPENSSH PRIVATE KEY-----",
                "eyJhbGciOiJI.eyJzdWIiOiIx.Zq7-needle-Zq7",
            })
    void whatLooksLikeASecretGoesToo(String text) {
        assertFalse(new Redaction(Set.of()).of(text).contains(SECRET), new Redaction(Set.of()).of(text));
    }

    @Test
    void aFingerprintAndOrdinaryWordsStay() {
        var text = "token: (secret, fingerprint 0a1b2c3d, 15 characters)\nweb: main moved from fd5f622 to 2f6c60b";
        assertEquals(text, new Redaction(Set.of()).of(text));
    }
}
