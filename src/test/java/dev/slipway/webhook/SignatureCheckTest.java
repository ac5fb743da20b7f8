package dev.slipway.webhook;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureCheckTest {
    /** GitHub's documented example. */
    private static final String SECRET = "It's a Secret to Everybody";

    private static final String BODY = "Hello, World!";
    private static final String HEX = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private static SignatureCheck.Result check(String secretFile, String signature, String body) {
        return SignatureCheck.check(secretFile.getBytes(UTF_8), signature, body.getBytes(UTF_8));
    }

    private static String sign(String secret, String body) {
        return "sha256=" + HexFormat.of().formatHex(Proof.Signature.of(secret.getBytes(UTF_8), Body.of(body)));
    }

    @Test
    void gitHubsPublishedExampleMatches() {
        var result = check(SECRET, "sha256=" + HEX, BODY);
        assertTrue(result.matches());
        assertEquals(
                "the signature matches: it was made with this secret (fingerprint 2f8894d9, 26 characters) over these 13"
                        + " bytes",
                result.said());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256=%s", "SHA256=%s", " sha256=%s\n", "X-Hub-Signature-256: sha256=%s", "%s"})
    void takesTheSignatureInAnyUsualForm(String form) {
        assertTrue(check(SECRET, String.format(Locale.ROOT, form, HEX), BODY).matches());
        assertTrue(check(SECRET, String.format(Locale.ROOT, form, HEX.toUpperCase(Locale.ROOT)), BODY)
                .matches());
    }

    @Test
    void saysWhoSendsBareHex() {
        var said = check(SECRET, HEX, BODY).said();
        assertTrue(said.endsWith("; bare hex is how Gitea and Gogs send it, the others write sha256= in front"), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void dropsOneNewlineAsSlipwayDoes(String end) {
        var result = check(SECRET + end, "sha256=" + HEX, BODY);
        assertTrue(result.matches());
        assertTrue(
                result.said().endsWith("; one newline at the file's end was dropped, as Slipway does"), result.said());
    }

    @Test
    void warnsOfAPlaceholderThatMatches() {
        var result = check("changeme", sign("changeme", BODY), BODY);
        assertTrue(result.matches());
        assertTrue(result.said().endsWith("placeholder that everybody knows, with which Slipway does not start"));
    }

    static Stream<Arguments> refusals() {
        var give = ": give it as sha256=HEX, 64 digits, as it stands in X-Hub-Signature-256";
        return Stream.of(
                arguments(SECRET, "sha1=" + HEX, BODY, "the signature is one by SHA-1, where SHA-256 is needed" + give),
                arguments(
                        SECRET,
                        HEX.substring(2),
                        BODY,
                        "the signature has 62 hex digits, where SHA-256 gives 64" + give),
                arguments(
                        SECRET,
                        HEX.substring(24),
                        BODY,
                        "the signature has 40 hex digits, as many as SHA-1 gives, where SHA-256 gives 64" + give),
                arguments(SECRET, "sha256=", BODY, "the signature is empty" + give),
                arguments(SECRET, "sha256=" + HEX.replace('7', 'x'), BODY, "the signature is not hex" + give),
                arguments(
                        "\n",
                        HEX,
                        BODY,
                        "the secret file is empty: put the secret there; Slipway does not start without one"),
                arguments(
                        SECRET + "\n\n",
                        HEX,
                        BODY,
                        "the signature does not match, but it does without the newline at the end of the secret (the secret"
                                + " file): remove it there"),
                arguments(
                        "\"" + SECRET + "\"\n",
                        HEX,
                        BODY,
                        "the signature does not match, but it does without the quotes around the secret (the secret file):"
                                + " remove them there"),
                arguments(
                        SECRET,
                        HEX,
                        BODY + "\n",
                        "the signature does not match, but the secret is right: the body was changed on the way (a"
                                + " newline was"
                                + " put at its end); take the body byte for byte as it was sent"),
                arguments(
                        SECRET,
                        sign("changeme", BODY),
                        BODY,
                        "the signature was made with the placeholder 'changeme': enter this secret at the forge"),
                arguments(
                        SECRET,
                        sign("\0", BODY),
                        BODY,
                        "the signature was made with an empty secret: enter this one at the forge"),
                arguments(
                        "other",
                        HEX,
                        BODY,
                        "the signature does not match, nor would it by any slip in copying the secret (fingerprint"
                                + " d9298a10, 5"
                                + " characters) or any usual change of the body (13 bytes): take another secret, or the"
                                + " body of"
                                + " the delivery that had this signature"));
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("refusals")
    void saysWhatIsWrong(String secretFile, String signature, String body, String said) {
        var result = check(secretFile, signature, body);
        assertFalse(result.matches());
        assertEquals(said, result.said());
    }

    @Test
    void namesAFileThatPowerShellWrote() {
        var file = ("\ufeff" + SECRET).getBytes(UTF_16LE);
        assertEquals(
                "the secret file is UTF-16, as PowerShell's > writes it, and Slipway reads UTF-8: save it as UTF-8 without a"
                        + " byte order mark",
                SignatureCheck.check(file, HEX, BODY.getBytes(UTF_8)).said());
    }

    @Test
    void namesAFileThatIsNoText() {
        assertEquals(
                "the secret file is not UTF-8, which Slipway could not read: save the secret as plain text",
                SignatureCheck.check(new byte[] {(byte) 0x80}, HEX, BODY.getBytes(UTF_8))
                        .said());
    }
}
