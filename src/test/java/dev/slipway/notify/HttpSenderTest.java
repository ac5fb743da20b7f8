package dev.slipway.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Secret;
import dev.slipway.testkit.FreePort;
import dev.slipway.testkit.Receiver;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that do not take what they are sent. */
class HttpSenderTest {
    private final HttpSender sender = new HttpSender(Duration.ofSeconds(5));
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = Receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private NotSent refusal(String path) {
        return assertThrows(
                NotSent.class, () -> sender.get(URI.create(receiver.url(path)), List.of(new Secret("tk_hidden"))));
    }

    @ParameterizedTest
    @CsvSource({
        "400,true",
        "401,true",
        "403,true",
        "404,true",
        "413,true",
        "408,false",
        "429,false",
        "500,false",
        "503,false"
    })
    void whatIsTheCallersFaultIsRefusedAndTheRestMayPass(int status, boolean refused) {
        receiver.answering(status, "");
        assertEquals(refused, refusal("/x").isRefused());
    }

    @Test
    void aServerMayAskForPatienceUpToAnHour() {
        receiver.once(429, "", "Retry-After", "120")
                .once(429, "", "Retry-After", "999999")
                .once(503, "", "Retry-After", "0.4");
        assertEquals(Duration.ofSeconds(120), refusal("/x").patience());
        assertEquals(Duration.ofHours(1), refusal("/x").patience());
        assertEquals(Duration.ofSeconds(1), refusal("/x").patience());
    }

    @Test
    void whatWasAnsweredIsQuotedWithoutTheSecretsThatItEchoes() {
        receiver.answering(400, "bad\u001b[2J token tk_hidden for /api/webhooks/123/abcdef");
        var e = refusal("/api/webhooks/123/abcdef");
        assertEquals(receiver.url("") + " answered 400: bad [2J token (secret) for (secret)", e.what());
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (var elsewhere = Receiver.start()) {
            receiver.answering(307, "", "Location", elsewhere.url("/stolen"));
            assertTrue(refusal("/x").isRefused());
            assertEquals(List.of(), elsewhere.requests());
        }
    }

    @Test
    void oneThatHangsIsGivenUp() {
        receiver.hanging();
        var impatient = new HttpSender(Duration.ofMillis(300));
        var e = assertThrows(NotSent.class, () -> impatient.get(URI.create(receiver.url("/x")), List.of()));
        assertFalse(e.isRefused());
        assertTrue(e.what().contains("did not answer"), e.what());
    }

    @Test
    void oneThatIsNotThereMayComeBack() throws Exception {
        var url = URI.create("http://127.0.0.1:" + FreePort.find() + "/secret-path");
        var e = assertThrows(NotSent.class, () -> sender.get(url, List.of()));
        assertFalse(e.isRefused());
        assertTrue(e.what().contains("cannot be reached"), e.what());
        assertFalse((e.what() + e.next() + e).contains("secret-path"));
    }

    @Test
    void aNameWithoutAnAddressIsCalledThat() {
        var e = assertThrows(NotSent.class, () -> sender.get(URI.create("http://no-such-host.invalid/x"), List.of()));
        assertTrue(e.what().contains("no known address"), e.what());
    }

    @Test
    void anAnswerWithoutEndIsNotReadToItsEnd() throws Exception {
        receiver.answering(200, "x".repeat(1_000_000));
        assertTrue(sender.get(URI.create(receiver.url("/x")), List.of()).said().length() < 3000);
    }
}
