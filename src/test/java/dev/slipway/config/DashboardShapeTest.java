package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DashboardShapeTest {
    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder);
    }

    @ParameterizedTest
    @CsvSource({"{}, 127.0.0.1:8484", "'{listen: \":80\"}', 0.0.0.0:80", "'{listen: \"[::1]:8484\"}', [::1]:8484"})
    void isServedToThisMachineAloneUnlessItSaysOtherwise(String written, String listen) throws Exception {
        var settings = yard.read("dashboard: " + written + "\n" + Yard.APP);
        assertEquals(listen, settings.dashboard().orElseThrow().listen());
    }

    @Test
    void mayBeAskedForByOtherNamesToo() throws Exception {
        var settings = yard.read("dashboard: {hosts: [NAS.example.com, slipway]}\n" + Yard.APP);
        assertEquals(
                List.of("nas.example.com", "slipway"),
                settings.dashboard().orElseThrow().hosts());
        assertEquals(
                List.of("1:21: dashboard.hosts: must be a host name without port, such as nas.example.com, not"
                        + " 'https://nas'"),
                yard.problems("dashboard: {hosts: [\"https://nas\"]}\n" + Yard.APP));
    }

    @Test
    void readsWhoMayAct() throws Exception {
        var file = Files.writeString(folder.resolve("password"), "correct horse battery staple\n");
        var access = yard.read("dashboard: {password_file: " + file
                        + ", read: signed-in, trusted_proxy: {from: [10.0.0.2, 172.18.0.0/16]},"
                        + " tokens: [{name: ci, token: 0123456789abcdef}]}\n" + Yard.APP)
                .dashboard()
                .orElseThrow()
                .access();
        assertEquals(
                List.of("correct horse battery staple", "0123456789abcdef"),
                access.secrets().map(Secret::reveal).toList());
        assertEquals(true, access.readBySignedIn());
        assertEquals("Remote-User", access.proxy().orElseThrow().header());
        assertEquals(
                "[10.0.0.2/32, 172.18.0.0/16]",
                access.proxy().orElseThrow().from().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{password: changeme} | placeholder",
                "{password: short} | is shorter than 8 characters",
                "{password: '$$argon2id$$v=19$$m=65536'} | is an Argon2 hash, which this version does not read",
                "{password: '$$2y$$31$$abc'} | begins like a bcrypt hash and is none",
                "{tokens: [{name: ci, token: 0123}]} | is shorter than 16 characters",
                "{tokens: [{name: ci}]} | needs 'token_file' or 'token'",
                "{trusted_proxy: {from: [proxy.lan]}} | must be an address such as 10.0.0.2",
                "{read: signed-in} | nobody can sign in",
                "{read: nobody} | must be public or signed-in",
            })
    void refusesWhatProtectsNothing(String written, String words) {
        var problems = yard.problems("dashboard: " + written + "\n" + Yard.APP);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().contains(words), problems.toString());
    }

    @Test
    void isServedOnlyWhereItIsWritten() throws Exception {
        assertEquals(Optional.empty(), yard.read(Yard.APP).dashboard());
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "0.0.0.0, 127.0.0.1", "127.0.0.1, 0.0.0.0"})
    void isNeverAtTheWebhooksAddress(String webhook, String dashboard) {
        assertEquals(
                List.of("2:12: dashboard: listen: dashboard.listen (" + dashboard + ":9000) and webhook.listen ("
                        + webhook
                        + ":9000) want the same port; strangers reach the webhook, so let the dashboard listen at"
                        + " another"),
                yard.problems(both(webhook, 9000, dashboard, 9000)));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 9000, 127.0.0.1, 9001", "127.0.0.2, 9000, 127.0.0.1, 9000"})
    void mayListenBesideIt(String webhook, int port, String dashboard, int itsPort) {
        assertEquals(
                itsPort,
                yard.read(both(webhook, port, dashboard, itsPort))
                        .dashboard()
                        .orElseThrow()
                        .port());
    }

    @Test
    void aPortThatAnAppPublishesIsRefused() {
        assertEquals(
                List.of("1:12: dashboard: listen: host port 8484/tcp is published by 'web'; let the dashboard listen at"
                        + " another"),
                yard.problems("dashboard: {}\n"
                        + "apps: {web: {git: {url: https://x/y.git}, run: {ports: [\"8484:80\"]}}}\n"));
    }

    private static String both(String webhook, int port, String dashboard, int itsPort) {
        return "webhook: {listen: \"" + webhook + ":" + port + "\", secret: correct horse battery staple}\n"
                + "dashboard: {listen: \"" + dashboard + ":" + itsPort + "\"}\n" + Yard.APP;
    }
}
