package dev.slipway.webhook;

import static dev.slipway.webhook.Scene.PUSH;
import static dev.slipway.webhook.Scene.SECRET;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.slipway.model.Forge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cause that Slipway can tell, and the line that it prints; fingerprints are shown as FP. */
class DiagnosisTest {
    private static final String IN_FORCE = "(.env line 7, fingerprint FP)";

    private static Scene given() {
        return new Scene();
    }

    private static Arguments ours(String inForce, String atTheForge, String said) {
        return arguments(inForce, atTheForge, said + ", then restart Slipway");
    }

    private static Arguments theirs(String inForce, String atTheForge, String said) {
        return arguments(inForce, atTheForge, said);
    }

    static Stream<Arguments> slips() {
        var hex = "9f2c41d07b6e4a589f2c41d07b6e4a58";
        return Stream.of(
                ours("abc\n", "abc", "without the newline at the end of the secret (.env line 7): remove it there"),
                ours(
                        "abc\r\n",
                        "abc",
                        "without the line end (CR LF) at the end of the secret (.env line 7): remove it there"),
                ours(
                        "abc\r",
                        "abc",
                        "without the carriage return at the end of the secret (.env line 7): save that file with Unix"
                                + " line ends"),
                ours("abc  ", "abc", "without the space at the end of the secret (.env line 7): remove it there"),
                ours(" abc", "abc", "without the space in front of the secret (.env line 7): remove it there"),
                ours("\"abc\"", "abc", "without the quotes around the secret (.env line 7): remove them there"),
                ours("'abc'", "abc", "without the quotes around the secret (.env line 7): remove them there"),
                ours("\u201cabc\u201d", "abc", "without the quotes around the secret (.env line 7): remove them there"),
                ours("\"abc", "abc", "without the lone quote at one end of the secret (.env line 7): remove it there"),
                ours(
                        "WEBHOOK_SECRET=abc",
                        "abc",
                        "with only what stands behind NAME= in the secret (.env line 7): keep only the bare value there"),
                ours(
                        "export S=\"abc\" ",
                        "abc",
                        "without what surrounds the secret (space, quotes, a name) (.env line 7): keep only the bare"
                                + " value there"),
                ours(
                        "\ufeffabc",
                        "abc",
                        "without the byte order mark in front of the secret (.env line 7): save that file as UTF-8"
                                + " without one"),
                ours(
                        "abc # of the hook",
                        "abc",
                        "without the comment behind the secret (.env line 7): move the comment to a line of its own"),
                ours(
                        "abc;",
                        "abc",
                        "without the comma or semicolon at the end of the secret (.env line 7): remove it there"),
                ours(
                        "abc\nolder",
                        "abc",
                        "with only the first line of the secret (.env line 7): keep only the bare value there"),
                ours(
                        "older\nabc",
                        "abc",
                        "with only the last line of the secret (.env line 7): keep only the bare value there"),
                ours(
                        "a\u200bbc",
                        "abc",
                        "without the invisible characters in the secret (.env line 7): type it there anew"),
                ours(
                        "ab$$c",
                        "ab$c",
                        "with the escapes in the secret undone (backslashes, doubled dollar signs or percent codes)"
                                + " (.env line 7): write it there as the forge has it"),
                ours(
                        "ab\\$c",
                        "ab$c",
                        "with the escapes in the secret undone (backslashes, doubled dollar signs or percent codes)"
                                + " (.env line 7): write it there as the forge has it"),
                ours(
                        "ab%2Bc",
                        "ab+c",
                        "with the escapes in the secret undone (backslashes, doubled dollar signs or percent codes)"
                                + " (.env line 7): write it there as the forge has it"),
                ours(
                        "abcabc",
                        "abc",
                        "with the secret once, where Slipway has it twice (.env line 7): keep only the bare value there"),
                theirs(
                        "abc",
                        "abc\n",
                        "with a newline at the end of the secret (.env line 7): enter the secret again at the forge,"
                                + " without it"),
                theirs(
                        "abc",
                        "abc\r\n",
                        "with a line end (CR LF) at the end of the secret (.env line 7): enter the secret again at the"
                                + " forge, without it"),
                theirs(
                        "abc",
                        "abc ",
                        "with a space at the end of the secret (.env line 7): enter the secret again at the forge,"
                                + " without it"),
                theirs(
                        "abc",
                        " abc",
                        "with a space in front of the secret (.env line 7): enter the secret again at the forge, without"
                                + " it"),
                theirs(
                        "abc",
                        "\"abc\"",
                        "with quotes around the secret (.env line 7): enter the secret again at the forge, without them"),
                theirs(
                        "abc",
                        "WEBHOOK_SECRET=abc",
                        "with a name and = in front of the secret (.env line 7): enter only the value at the forge"),
                theirs(
                        "abc$def#ghi",
                        "abc",
                        "with only the part of the secret before a character that shells or env files take for their own"
                                + " (.env line 7): enter the whole secret at the forge, or a new one of letters and digits"),
                theirs(
                        "abc$def#ghi",
                        "abc#ghi",
                        "with the parts of the secret left out that a shell takes for variables (.env line 7): enter the"
                                + " whole secret at the forge, or a new one of letters and digits"),
                theirs(
                        "a$c d",
                        "a%24c+d",
                        "with the secret escaped for a Compose file or a URL (.env line 7): enter it unescaped at the"
                                + " forge"),
                theirs("abc", "abcabc", "with the secret pasted twice (.env line 7): enter it once at the forge"),
                theirs(
                        "abcd",
                        "abc",
                        "without the last character of the secret (.env line 7): enter the whole secret at the forge, or"
                                + " a new one of letters and digits"),
                theirs(
                        "abcd",
                        "bcd",
                        "without the first character of the secret (.env line 7): enter the whole secret at the forge,"
                                + " or a new one of letters and digits"),
                theirs(
                        hex.toUpperCase(Locale.ROOT),
                        hex,
                        "with the secret in lower case (.env line 7): let both ends have the same text"),
                theirs(
                        hex,
                        hex.toUpperCase(Locale.ROOT),
                        "with the secret in upper case (.env line 7): let both ends have the same text"),
                theirs(
                        Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8)),
                        SECRET,
                        "with the bytes that the secret encodes in hex or base64 (.env line 7): sign with the text"
                                + " itself, or write whsec_ in front of a signing token of GitLab's"),
                theirs(
                        SECRET,
                        Base64.getEncoder().encodeToString((SECRET + "\n").getBytes(UTF_8)),
                        "with the secret encoded in base64 once more (.env line 7): enter it at the forge as Slipway has"
                                + " it"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("slips")
    void namesTheSlipInTheSecret(String inForce, String atTheForge, String said) {
        assertEquals(
                "signature does not match, but it does " + said,
                given().inForce(inForce).signedWith(atTheForge).cause());
        assertEquals(
                "token does not match, but it does " + said,
                given().inForce(inForce).token(atTheForge).cause());
    }

    static Stream<Arguments> changesOfTheBody() throws IOException {
        var onTheWay = "the body was changed on the way (";
        var unchanged = "): make whatever stands between the forge and Slipway pass the body on byte for byte";
        var form = ": choose application/json as the content type in the hook's settings";
        var cafe = "{\"by\":\"Zoé <z@x>\",\"url\":\"a/b\"}";
        var pretty = "{\n  \"ref\": \"refs/heads/main\",\n  \"after\": \"a1b2\"\n}";
        return Stream.of(
                arguments(
                        PUSH + "\n", PUSH.getBytes(UTF_8), onTheWay + "its newline at the end was dropped" + unchanged),
                arguments(PUSH, (PUSH + "\n").getBytes(UTF_8), onTheWay + "a newline was put at its end" + unchanged),
                arguments(
                        "{\n}",
                        "{\r\n}".getBytes(UTF_8),
                        onTheWay + "its line ends were changed from LF to CR LF" + unchanged),
                arguments(
                        "{\r\n}",
                        "{\n}".getBytes(UTF_8),
                        onTheWay + "its line ends were changed from CR LF to LF" + unchanged),
                arguments(PUSH, ("  " + PUSH + " ").getBytes(UTF_8), onTheWay + "space was put around it" + unchanged),
                arguments(
                        PUSH,
                        ("\ufeff" + PUSH).getBytes(UTF_8),
                        onTheWay + "a byte order mark was put in front of it" + unchanged),
                arguments(
                        "\ufeff" + PUSH,
                        PUSH.getBytes(UTF_8),
                        onTheWay + "the byte order mark in front of it was dropped" + unchanged),
                arguments(
                        PUSH,
                        ("payload=" + URLEncoder.encode(PUSH, UTF_8)).getBytes(UTF_8),
                        "the hook sends a form, and signs only the JSON in it" + form),
                arguments(
                        "payload=" + URLEncoder.encode(PUSH, UTF_8),
                        PUSH.getBytes(UTF_8),
                        "the body was signed as a form, and something on the way took the JSON out of it" + form),
                arguments(
                        PUSH,
                        zipped(PUSH),
                        "the body was compressed on the way: make whatever stands between the forge and Slipway leave it"
                                + " as it is"),
                arguments(
                        cafe,
                        new String(cafe.getBytes(UTF_8), ISO_8859_1).getBytes(UTF_8),
                        onTheWay + "its text beyond ASCII was taken for Latin-1 and encoded again" + unchanged),
                arguments(
                        cafe,
                        cafe.getBytes(ISO_8859_1),
                        onTheWay + "its text beyond ASCII was turned into Latin-1" + unchanged),
                arguments(
                        cafe,
                        cafe.replace("é", "\\u00e9").getBytes(UTF_8),
                        onTheWay + "characters in its JSON were escaped anew" + unchanged),
                arguments(
                        cafe.replace("é", "\\u00e9"),
                        cafe.getBytes(UTF_8),
                        onTheWay + "characters in its JSON were escaped anew" + unchanged),
                arguments(
                        cafe.replace("<", "\\u003c").replace(">", "\\u003e"),
                        cafe.getBytes(UTF_8),
                        onTheWay + "characters in its JSON were escaped anew" + unchanged),
                arguments(
                        cafe.replace("é", "\\u00e9").replace("/", "\\/"),
                        cafe.getBytes(UTF_8),
                        onTheWay + "characters in its JSON were escaped anew" + unchanged),
                arguments(PUSH, pretty.getBytes(UTF_8), onTheWay + "its JSON was read and written anew" + unchanged),
                arguments(pretty, PUSH.getBytes(UTF_8), onTheWay + "its JSON was read and written anew" + unchanged),
                arguments(
                        cafe,
                        "{\"by\": \"Zo\\u00e9 <z@x>\", \"url\": \"a/b\"}".getBytes(UTF_8),
                        onTheWay + "its JSON was read and written anew" + unchanged));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("changesOfTheBody")
    void namesWhatHappenedToTheBody(String signed, byte[] came, String said) {
        assertEquals(
                "the secret is right, but " + said,
                given().body(came).signedOver(signed).cause());
    }

    private static Arguments scene(String said, Scene scene) {
        return arguments(said, scene);
    }

    static Stream<Arguments> otherSecrets() {
        return Stream.of(
                scene(
                        "GitHub signs with the placeholder 'changeme' in the place of the secret in force " + IN_FORCE
                                + ": enter that one there",
                        given().signedWith("changeme")),
                scene(
                        "GitHub signs with the placeholder 'YOUR_WEBHOOK_SECRET' in the place of the secret in force "
                                + IN_FORCE + ": enter that one there",
                        given().signedWith("YOUR_WEBHOOK_SECRET")),
                scene(
                        "GitHub signs with the placeholder '********' in the place of the secret in force " + IN_FORCE
                                + ": enter that one there",
                        given().signedWith("********")),
                scene(
                        "GitLab sends the placeholder 'changeme' in the place of the secret in force " + IN_FORCE
                                + ": enter that one there",
                        given().token("changeme")),
                scene(
                        "the sender signs with an empty secret in the place of the one in force " + IN_FORCE
                                + ": enter that one there",
                        given().from(Forge.UNKNOWN).signedWith(new byte[64])),
                scene(
                        "signature does not match the secret in force " + IN_FORCE
                                + ", but it does match the one that stands there now (.env line 7, fingerprint FP): it"
                                + " was changed after Slipway read it; restart Slipway",
                        given().onDisk("newer", ".env line 7").signedWith("newer")),
                scene(
                        "signature does not match the secret in force " + IN_FORCE
                                + ", but it does match another (WEBHOOK_SECRET in web.env line 3, fingerprint FP): put"
                                + " that one into webhook.secret and restart Slipway, or enter the one in force at the"
                                + " forge",
                        given().elsewhere("of-the-app", "WEBHOOK_SECRET in web.env line 3")
                                .signedWith("of-the-app")),
                scene(
                        "signature does not match the secret in force " + IN_FORCE
                                + ", but it does match another one without the quotes around the secret (WEBHOOK_SECRET"
                                + " in web.env line 3, fingerprint FP): let webhook.secret and the forge have the same,"
                                + " then restart Slipway",
                        given().elsewhere("\"of-the-app\"", "WEBHOOK_SECRET in web.env line 3")
                                .signedWith("of-the-app")),
                scene(
                        "signature matches the secret in force by now " + IN_FORCE
                                + ": it was changed a moment ago; redeliver from the hook's settings",
                        given().signedWith(SECRET)),
                scene(
                        "signature does not match, but it does without the newline at the end of the secret (/run/old):"
                                + " remove it there, then restart Slipway",
                        given().inForce(SECRET).inForce("older\n", "/run/old").signedWith("older")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherSecrets")
    void namesTheOtherSecret(String said, Scene scene) {
        assertEquals(said, withoutFingerprints(scene.cause()));
    }

    static Stream<Arguments> circumstances() {
        var none = "signature does not match: ";
        return Stream.of(
                scene(
                        none
                                + "the body came empty; look what on the way drops it, such as a redirect from http to"
                                + " https",
                        given().body("").signedWith("unknown")),
                scene(
                        none
                                + "the body came with Content-Encoding br, which no forge uses; look what on the way"
                                + " encodes it",
                        given().header("Content-Encoding", "br").signedWith("unknown")),
                scene(
                        none
                                + "the body has 40 bytes where its Content-Length says 41; make whatever stands between"
                                + " the forge and Slipway pass the body on byte for byte",
                        given().header("Content-Length", "41").signedWith("unknown")),
                scene(
                        none
                                + "the hook sends a form; choose application/json as its content type at GitHub, and"
                                + " enter the secret in force "
                                + IN_FORCE + " there",
                        given().header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                                .signedWith("unknown")),
                scene(
                        none
                                + "the body is not UTF-8 any more, so it was changed on the way; make whatever stands"
                                + " between the forge and Slipway pass the body on byte for byte",
                        given().body(new byte[] {'{', (byte) 0xc3, '}'}).signedWith("unknown")),
                scene(
                        none
                                + "it came from hook 22 of type organization, and the last one that was right"
                                + " (2026-11-20 09:30) from hook 11; the hook was made anew, or another one calls here:"
                                + " enter the secret in force "
                                + IN_FORCE + " in it, or delete it",
                        given().header("X-GitHub-Hook-ID", "22")
                                .header("X-GitHub-Hook-Installation-Target-Type", "organization")
                                .verifiedBefore(SECRET, "11")
                                .signedWith("unknown")),
                scene(
                        none
                                + "the last delivery of this hook (2026-11-20 09:30) was right, and this body has text"
                                + " beyond ASCII: either it is re-encoded on the way, then make whatever stands between"
                                + " the forge and Slipway pass the body on byte for byte; or the secret was changed at"
                                + " the forge",
                        given().header("X-GitHub-Hook-ID", "11")
                                .verifiedBefore(SECRET, "11")
                                .body("{\"by\":\"Zoé\"}")
                                .signedWith("unknown")),
                scene(
                        none
                                + "the last right delivery of hook 11 came on 2026-11-20 09:30, so its secret was"
                                + " changed at GitHub since; enter the one in force "
                                + IN_FORCE
                                + " there, or bring the new one here",
                        given().header("X-GitHub-Hook-ID", "11")
                                .verifiedBefore(SECRET, "11")
                                .signedWith("unknown")),
                scene(
                        none
                                + "the last right delivery came on 2026-11-20 09:30 and was made with the secret of"
                                + " fingerprint FP, which is in force no longer; enter the one that is "
                                + IN_FORCE
                                + " at Gitea or Forgejo",
                        given().from(Forge.GITEA).verifiedBefore("older", "").signedWith("unknown")),
                scene(
                        none + "the secret in force " + IN_FORCE
                                + " is not the one that stands there now (.env line 7, fingerprint FP); restart Slipway,"
                                + " and enter that one at GitHub",
                        given().onDisk("newer", ".env line 7").signedWith("unknown")),
                scene(
                        "signature does not match the secret in force " + IN_FORCE
                                + ", nor any slip in copying it: enter that one in the hook's settings at GitHub;"
                                + " `slipway webhook verify` tells whether another secret signed a body",
                        given().signedWith("unknown")),
                scene(
                        "token does not match the secret in force " + IN_FORCE
                                + ", nor any slip in copying it: enter that one" + " in the hook's settings at GitLab",
                        given().token("unknown")),
                scene(
                        "signature does not match the secret in force " + IN_FORCE
                                + ", and the body is too large to try every slip: send a ping from the hook's settings,"
                                + " which is small, and look again",
                        given().body(new byte[25 * 1024 * 1024]).signedWith("unknown")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("circumstances")
    void namesTheLikeliestCircumstance(String said, Scene scene) {
        assertEquals(said, withoutFingerprints(scene.cause()));
    }

    static Stream<Arguments> unproven() {
        var enter = "enter the one in force " + IN_FORCE + " in the hook's settings at ";
        return Stream.of(
                scene(
                        "GitHub sent no signature: the hook has no secret, or has it no longer; " + enter + "GitHub",
                        given().header("User-Agent", "GitHub-Hookshot/1a2b3c4")),
                scene(
                        "X-Hub-Signature-256 is empty: the hook has no secret; " + enter + "GitHub",
                        given().header("X-Hub-Signature-256", "sha256=")),
                scene(
                        "X-Hub-Signature-256 is empty: the hook has no secret; " + enter + "Gitea or Forgejo",
                        given().from(Forge.GITEA).header("X-Hub-Signature-256", "sha256=")),
                scene(
                        "X-Gitlab-Token is empty: the hook has no secret; " + enter + "GitLab",
                        given().from(Forge.GITLAB).header("X-Gitlab-Token", "")),
                scene(
                        "GitLab sent no token: the hook has no secret, or has it no longer; " + enter + "GitLab",
                        given().from(Forge.GITLAB)),
                scene(
                        "webhook-signature is not written as GitLab writes it: look what on the way changes it",
                        given().from(Forge.GITLAB).header("webhook-signature", "v1,abc")),
                scene(
                        "X-Hub-Signature-256 is in upper-case hex, where lower case is needed: look what on the way"
                                + " changes it; GitHub does not send it so",
                        given().header("X-Hub-Signature-256", "sha256=" + "AB".repeat(32))),
                scene(
                        "only the old signature by SHA-1 came (X-Hub-Signature), which is not accepted: look what on the"
                                + " way drops X-Hub-Signature-256, which GitHub sends beside it",
                        given().header("X-Hub-Signature", "sha1=" + "ab".repeat(20))),
                scene(
                        "X-Hub-Signature-256 is one by SHA-1, where SHA-256 is needed: look what on the way changes it;"
                                + " GitHub does not send it so",
                        given().header("X-Hub-Signature-256", "sha1=" + "ab".repeat(20))),
                scene(
                        "X-Hub-Signature-256 has 62 hex digits, where SHA-256 gives 64: look what on the way changes it;"
                                + " GitHub does not send it so",
                        given().header("X-Hub-Signature-256", "sha256=" + "ab".repeat(31))),
                scene(
                        "X-Hub-Signature-256 has 40 hex digits, as many as SHA-1 gives, where SHA-256 gives 64: let the"
                                + " sender sign by HMAC-SHA256 and send sha256=HEX",
                        given().from(Forge.UNKNOWN).header("X-Hub-Signature-256", "ab".repeat(20))),
                scene(
                        "X-Hub-Signature-256 is in base64, where hex is needed: let the sender sign by HMAC-SHA256 and"
                                + " send sha256=HEX",
                        given().from(Forge.UNKNOWN)
                                .header(
                                        "X-Hub-Signature-256",
                                        Base64.getEncoder().encodeToString(new byte[32]))),
                scene(
                        "X-Hub-Signature-256 is not hex: let the sender sign by HMAC-SHA256 and send sha256=HEX",
                        given().from(Forge.UNKNOWN).header("X-Hub-Signature-256", "sha256=\u001b[31mred")),
                scene(
                        "X-Hub-Signature-256 is a list, where one is needed: look what on the way changes it; GitHub"
                                + " does not send it so",
                        given().header("X-Hub-Signature-256", "sha256=aa, sha256=bb")),
                scene(
                        "X-Hub-Signature-256 is bare hex, where sha256= is needed in front: let the sender sign by"
                                + " HMAC-SHA256 and send sha256=HEX",
                        given().from(Forge.UNKNOWN).header("X-Hub-Signature-256", "ab".repeat(32))),
                scene(
                        "X-Gogs-Signature has sha256= in front, or space around, where bare hex is needed: look what on"
                                + " the way changes it; Gogs does not send it so",
                        given().from(Forge.GOGS).header("X-Gogs-Signature", "sha256=" + "ab".repeat(32))),
                scene(
                        "2 headers X-Hub-Signature-256 came, where one is needed: look what on the way adds another one",
                        given().header("X-Hub-Signature-256", "sha256=aa").header("X-Hub-Signature-256", "sha256=bb")),
                scene(
                        "a forge's program called (by its User-Agent), but without any of its headers: look which proxy"
                                + " on the way drops headers that begin with X-",
                        given().from(Forge.UNKNOWN).header("User-Agent", "GitHub-Hookshot/1a2b3c4")),
                scene(
                        "a stranger, not a forge: it had no header of one, and no signature; nothing to do",
                        given().from(Forge.UNKNOWN).header("User-Agent", "zgrab/0.x")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unproven")
    void saysWhyThereIsNothingToCheck(String said, Scene scene) {
        assertEquals(said, withoutFingerprints(scene.cause()));
    }

    @Test
    void namesAllSecretsInForceWhileRotating() {
        var said = given().inForce("one-of-them")
                .inForce("the-other", "/run/new")
                .signedWith("unknown")
                .cause();
        assertTrue(said.contains(".env line 7, fingerprint ") && said.contains(" or (/run/new, fingerprint "), said);
    }

    @Test
    void aHistoryThatCannotBeReadIsOneClueLess() {
        var said = given().diskRefuses().signedWith("unknown").cause();
        assertTrue(said.startsWith("signature does not match the secret in force"), said);
    }

    @Test
    void aTestOfOnesOwnDoesNotHideTheHookBeforeIt() {
        var said = given().header("X-GitHub-Hook-ID", "11")
                .verifiedBefore(SECRET, "")
                .verifiedBefore(SECRET, "11")
                .signedWith("unknown")
                .cause();
        assertTrue(said.contains("the last right delivery of hook 11"), said);
    }

    @Test
    void aHookThatCannotBeShownIsNotShown() {
        var said = given().header("X-GitHub-Hook-ID", "22\r\n\u001b[2J")
                .verifiedBefore(SECRET, "11")
                .signedWith("unknown")
                .cause();
        assertFalse(said.contains("22") || said.contains("\u001b"), said);
    }

    @Test
    void deepNestingIsLaidOutWithinBounds() {
        var said = given().body("[".repeat(1024 * 1024)).signedWith("unknown").cause();
        assertTrue(said.contains("the body is too large to try every slip"), said);
    }

    @Test
    void neverShowsASecretNorASignature() {
        var secrets =
                Stream.of("Xk7-Quay-Pq9", "Xk7$Quay Pq9", "\"Xk7-Quay-Pq9\"", "NAME=Xk7-Quay-Pq9", "Xk7%2dQuay\nPq9");
        secrets.forEach(secret -> {
            var mac = HexFormat.of().formatHex(Proof.Signature.of(secret.getBytes(UTF_8), Body.of(PUSH)));
            var scene = given().inForce(secret)
                    .onDisk("newer " + secret, ".env line 7")
                    .elsewhere("other " + secret, "web.env line 1")
                    .verifiedBefore(secret, "");
            SecretVariants.of(secret).forEach(variant -> {
                var said = scene.signedWith(variant.key()).cause();
                assertFalse(said.contains("\n") || said.contains("\r"), said);
                Stream.of("Xk7", "Quay", "Pq9", mac).forEach(part -> assertFalse(said.contains(part), said));
            });
        });
    }

    private static byte[] zipped(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String withoutFingerprints(String said) {
        return said.replaceAll("[0-9a-f]{8}, \\d+ characters", "FP");
    }
}
