package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import dev.slipway.model.WebhookSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookShapeTest {
    private static final String VALUE = "hunter2-hunter2";

    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder).with("WEBHOOK_SECRET", VALUE);
    }

    @Test
    void leftOutThereIsNone() {
        assertEquals(Optional.empty(), yard.read(Yard.APP).webhook());
    }

    @Test
    void aSecretIsEnough() {
        assertEquals(
                new WebhookSpec(
                        "0.0.0.0",
                        9000,
                        List.of(new WebhookSecret(new Secret(VALUE), "WEBHOOK_SECRET of the environment")),
                        Optional.empty(),
                        1024 * 1024),
                webhook("secret: ${WEBHOOK_SECRET}"));
    }

    @Test
    void everyKeyIsTaken() {
        var webhook = webhook("""
                listen: 127.0.0.1:9010
                secret: ${WEBHOOK_SECRET}
                public_url: https://webhook.example.com/webhook?x=1
                max_body: 25m
                """);
        assertEquals("127.0.0.1:9010", webhook.listen());
        assertEquals(Optional.of(URI.create("https://webhook.example.com/webhook?x=1")), webhook.publicUrl());
        assertEquals(WebhookSpec.LARGEST_BODY_BYTES, webhook.maxBodyBytes());
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:9000, 0.0.0.0:9000",
        ":9000, 0.0.0.0:9000",
        "[::]:9000, [::]:9000",
        "[fe80::1%eth0]:9000, [fe80::1%eth0]:9000",
        "localhost:65535, localhost:65535",
    })
    void anAddressIsTaken(String written, String listen) {
        assertEquals(
                listen,
                webhook("secret: " + VALUE + "\nlisten: '" + written + "'").listen());
    }

    @ParameterizedTest
    @ValueSource(strings = {"9000", "0.0.0.0", "0.0.0.0:0", "0.0.0.0:65536", "::9000", "http://x:9000", "a b:9000"})
    void whatIsNoAddressIsRefused(String written) {
        var problem = problem("secret: " + VALUE + "\nlisten: '" + written + "'");
        assertTrue(problem.startsWith("3:11: webhook.listen: must be host:port such as 0.0.0.0:9000"), problem);
    }

    @Test
    void severalSecretsMayBeInForceWhileOneReplacesAnother() {
        yard.file("old", "old-secret-value\n");
        yard.file("new", "new-secret-value\n");
        assertEquals(
                List.of(
                        new WebhookSecret(
                                new Secret("old-secret-value"),
                                folder.resolve("old").toString()),
                        new WebhookSecret(
                                new Secret("new-secret-value"),
                                folder.resolve("new").toString())),
                webhook("secret_file: [old, new]").secrets());
        assertEquals(
                2,
                webhook("secret: ['${WEBHOOK_SECRET}', other-secret-value]")
                        .secrets()
                        .size());
    }

    @Test
    void aSecretInTheFileItselfIsTracedToItsPlace() {
        var file = folder.resolve("slipway.yaml");
        assertEquals(
                List.of(file + ":2:12", file + ":2:26"),
                webhook("secret: [first-secret, '${UNSET:-second-secret}']").secrets().stream()
                        .map(WebhookSecret::origin)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"listen: :9000", "", "secret: []", "secret_file: []"})
    void withoutASecretItIsRefused(String lines) {
        var problem = problem(lines);
        assertTrue(
                problem.contains("needs 'secret_file' or 'secret'")
                        || problem.contains("must name at least one secret"),
                problem);
    }

    @Test
    void bothFormsOfTheSecretTogetherAreRefused() {
        yard.file("secret", VALUE);
        assertEquals(
                "3:16: webhook.secret_file: 'secret' is given as well; keep one of them, and 'secret_file' rather",
                problem("secret: " + VALUE + "\nsecret_file: secret"));
    }

    @Test
    void aPlaceholderIsRefusedByNameAndPlace() {
        yard.with("WEBHOOK_SECRET", "Your_Webhook_Secret");
        assertEquals(
                "2:11: webhook.secret: 'your_webhook_secret' is a placeholder that everybody knows, not a secret"
                        + " (WEBHOOK_SECRET of the environment); put the real one there",
                problem("secret: ${WEBHOOK_SECRET}"));
        var file = yard.file("secret", "changeme\n");
        assertEquals(
                "2:16: webhook.secret_file: 'changeme' is a placeholder that everybody knows, not a secret (" + file
                        + "); put the real one there",
                problem("secret_file: secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\r"})
    void anEmptySecretIsRefusedByNameAndPlace(String value) {
        yard.with("WEBHOOK_SECRET", value);
        assertEquals(
                "2:11: webhook.secret: the secret is empty (WEBHOOK_SECRET of the environment); set it or remove the key",
                problem("secret: ${WEBHOOK_SECRET}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "hunter2 |ends in white space",
                " hunter2|begins with white space",
                "\"hunter2\"|has quotes around it",
                "'hunter2'|has quotes around it",
                "`hunter2\r`|ends in a carriage return",
                "`hunter2\n`|ends in a newline",
            })
    void whatIsHardlyMeantIsWarnedOf(String value, String words) {
        yard.with("WEBHOOK_SECRET", value);
        var file = folder.resolve("slipway.yaml");
        assertEquals(
                List.of(file + ":2:11: webhook.secret: the secret " + words
                        + " (WEBHOOK_SECRET of the environment), and is taken as it is; remove that there, unless the"
                        + " other side has it too"),
                yard.warnings(yaml("secret: ${WEBHOOK_SECRET}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "hun ter2", "\"", "'hunter2\"", "\"hunter2"})
    void aSecretWithoutAccidentsIsNotWarnedOf(String value) {
        yard.with("WEBHOOK_SECRET", value);
        assertEquals(List.of(), yard.warnings(yaml("secret: ${WEBHOOK_SECRET}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhook.example.com/webhook",
                "ftp://webhook.example.com/webhook",
                "https:///webhook",
                "https://webhook.example.com",
                "https://webhook.example.com/",
                "https://webhook.example.com/webhook#x",
                "https://webhook example.com/webhook",
            })
    void aPublicUrlThatTheForgeCannotCallIsRefused(String url) {
        var problem = problem("secret: " + VALUE + "\npublic_url: '" + url + "'");
        assertTrue(problem.startsWith("3:15: webhook.public_url: must be an http(s) URL with a path"), problem);
    }

    @Test
    void credentialsInThePublicUrlAreRefusedAndNotPrinted() {
        var problem = problem("secret: " + VALUE + "\npublic_url: https://me:hunter2@example.com/webhook");
        assertTrue(problem.contains("credentials do not belong into the URL"), problem);
        assertFalse(problem.contains("hunter2"), problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1023", "26m", "many"})
    void aBodyOfNoSensibleSizeIsRefused(String size) {
        var problem = problem("secret: " + VALUE + "\nmax_body: " + size);
        assertTrue(problem.startsWith("3:13: webhook.max_body: must be "), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.0.0.0:9000 | 9000:80",
                "127.0.0.1:9000 | 9000:80",
                "0.0.0.0:9000 | 127.0.0.1:9000:80",
                "'[::]:9000' | 9000:80",
            })
    void aPortThatAnAppPublishesIsRefused(String listen, String port) {
        assertEquals(
                List.of("2:3: webhook: listen: host port 9000/tcp is published by 'web'; let the webhook listen at"
                        + " another"),
                yard.problems(withPort(listen, port)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.0.0.0:9000 | 9000:80/udp",
                "0.0.0.0:9000 | 9001:9000",
                "0.0.0.0:9000 | 9000",
                "127.0.0.1:9000 | 192.0.2.1:9000:80",
            })
    void aPortThatIsFreeIsTaken(String listen, String port) {
        assertTrue(yard.read(withPort(listen, port)).webhook().isPresent());
    }

    @Test
    void secretsAreShownByTheirFingerprintsOnly() {
        yard.file("one", VALUE);
        yard.file("two", VALUE + "-2");
        var shown = yard.show(yaml("secret_file: [one, two]"));
        assertTrue(shown.contains("- " + folder.resolve("one") + " (secret, fingerprint "), shown);
        assertFalse(shown.contains(VALUE), shown);
        assertFalse(yard.show(yaml("secret: ${WEBHOOK_SECRET}")).contains(VALUE));
        assertFalse(yard.show(yaml("secret: ['${WEBHOOK_SECRET}']")).contains(VALUE));
    }

    @Test
    void anAppHasNoWebhookOfItsOwn() {
        assertEquals(
                List.of("5:5: key 'webhook' in apps.web is not supported: it is one for all apps, beside apps; move it"
                        + " there"),
                yard.appProblems("webhook: {}"));
    }

    private static String withPort(String listen, String port) {
        return "webhook:\n  listen: '" + listen.replace("'", "") + "'\n  secret: " + VALUE + "\n" + Yard.APP
                + "    run: {ports: ['" + port + "']}\n";
    }

    private static String yaml(String lines) {
        return "webhook:\n" + lines.indent(2) + Yard.APP;
    }

    private WebhookSpec webhook(String lines) {
        return yard.read(yaml(lines)).webhook().orElseThrow();
    }

    private String problem(String lines) {
        var problems = yard.problems(yaml(lines));
        assertEquals(1, problems.size(), problems.toString());
        return problems.getFirst();
    }
}
