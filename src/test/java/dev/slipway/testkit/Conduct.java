package dev.slipway.testkit;

import java.time.Duration;
import java.util.Optional;

/** What a {@link FaultProxy} makes of those who come to it. */
public sealed interface Conduct {
    /** Nothing is wrong. */
    record PassThrough() implements Conduct {}

    /** Listens to what it is asked, and says nothing. */
    record Hang() implements Conduct {}

    /** Hands on the real answer byte by byte, from its head or from its body on. */
    record Drip(Part part, Duration between) implements Conduct {}

    /** Breaks the connection off, with a reset, after so many bytes of the real answer. */
    record Reset(int after) implements Conduct {}

    /** Ends the connection in good order after so many bytes of the real answer. */
    record Truncate(int after) implements Conduct {}

    /** Says the same to everybody, and asks nobody. */
    record Says(int status, Optional<String> header, String body) implements Conduct {}

    /** Speaks TLS with this certificate, and otherwise passes all through. */
    record Tls(ServerCertificate certificate) implements Conduct {}

    /** Of an HTTP answer. */
    enum Part {
        HEAD,
        BODY
    }

    static Conduct dripping(Part part) {
        return new Drip(part, Duration.ofSeconds(1));
    }

    static Conduct status(int status) {
        return new Says(status, Optional.empty(), "trouble\n");
    }

    static Conduct status(int status, int retryAfterSeconds) {
        return new Says(status, Optional.of("Retry-After: " + retryAfterSeconds), "later\n");
    }

    static Conduct page(String html) {
        return new Says(200, Optional.of("Content-Type: text/html; charset=utf-8"), html);
    }

    static Conduct redirect(String to) {
        return new Says(302, Optional.of("Location: " + to), "");
    }
}
