package dev.slipway.dashboard;

import dev.slipway.deploy.Time;
import dev.slipway.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Those who signed in with the password: in memory alone, by the hash of what their cookie holds. */
final class Sessions {
    static final Duration IDLE = Duration.ofHours(12);
    private static final int MOST = 100;
    private static final int BYTES = 32;

    private final Time time;
    private final SecureRandom random = new SecureRandom();
    private final byte[] key = new byte[BYTES];
    /** The one that was used longest ago comes first. */
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

    Sessions(Time time) {
        this.time = time;
        random.nextBytes(key);
    }

    /** @param password with which it was begun; with another in force it is over */
    private record Session(Secret password, Duration used) {}

    /** Begins one, and returns what the cookie is to hold. */
    synchronized String begin(Secret password) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        sessions.put(hash(id), new Session(password, time.elapsed()));
        if (sessions.size() > MOST) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        return id;
    }

    /** Whether there is one, which is then kept for longer. */
    synchronized boolean isOpen(String id, Secret password) {
        var name = hash(id);
        var session = Optional.ofNullable(sessions.get(name));
        var now = time.elapsed();
        if (session.filter(it -> it.password().equals(password))
                .filter(it -> now.minus(it.used()).compareTo(IDLE) < 0)
                .isEmpty()) {
            sessions.remove(name);
            return false;
        }
        sessions.put(name, new Session(password, now));
        return true;
    }

    synchronized void end(String id) {
        sessions.remove(hash(id));
    }

    /** What a page that may act knows, and a stranger's does not: another for each that is asked for. */
    String csrf(String visitor) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(visitor.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA256", e);
        }
    }

    /** Whether two texts are the same, in a time that tells nothing of either. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(digest(one), digest(other));
    }

    private static String hash(String id) {
        return Base64.getEncoder().encodeToString(digest(id));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
