package dev.slipway.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a delivery offers to prove that its sender knows the secret; compared in constant time. */
sealed interface Proof {
    /** Whether it is the proof of one who knows this secret. */
    boolean verifies(byte[] secret);

    /** A signature over the raw body: HMAC-SHA256, as all forges but GitLab use it. */
    final class Signature implements Proof {
        static final int BYTES = 32;
        private static final String ALGORITHM = "HmacSHA256";

        private final byte[] claimed;
        private final Body body;

        /**
         * As it was claimed.
         *
         * @param claimed {@link #BYTES} of them
         */
        Signature(byte[] claimed, Body body) {
            this.claimed = claimed.clone();
            this.body = body;
        }

        /** The same claim, were it made for another body. */
        Signature over(Body other) {
            return new Signature(claimed, other);
        }

        @Override
        public boolean verifies(byte[] secret) {
            return secret.length > 0 && MessageDigest.isEqual(of(secret, body), claimed);
        }

        /** Makes one. */
        static byte[] of(byte[] secret, Body body) {
            try {
                var mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(secret, ALGORITHM));
                return mac.doFinal(body.bytes());
            } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                throw new AssertionError("every Java platform has HMAC-SHA256, and takes any key that is not empty", e);
            }
        }
    }

    /** The secret itself, as GitLab sends it. */
    record Token(String claimed) implements Proof {
        @Override
        public boolean verifies(byte[] secret) {
            return secret.length > 0 && MessageDigest.isEqual(secret, claimed.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Token(secret)";
        }
    }
}
