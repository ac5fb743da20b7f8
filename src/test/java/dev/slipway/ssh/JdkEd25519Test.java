package dev.slipway.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** By the vectors of RFC 8032, section 7.1. */
class JdkEd25519Test {
    private static final byte[] SEED =
            HexFormat.of().parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    private static final byte[] PUBLIC =
            HexFormat.of().parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    private static final byte[] MESSAGE = {0x72};
    private static final byte[] SIGNATURE = HexFormat.of()
            .parseHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                    + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

    private final JdkEd25519 jdk = new JdkEd25519();

    @BeforeAll
    static void install() {
        JdkEd25519.install();
    }

    @Test
    void minaKnowsIt() {
        assertTrue(SecurityUtils.isEDDSACurveSupported());
        assertEquals(
                JdkEd25519.class, SecurityUtils.getEdDSASupport().orElseThrow().getClass());
    }

    @Test
    void thePublicKeyFollowsFromThePrivateOne() throws Exception {
        var key = jdk.generateEDDSAPrivateKey(SEED);
        assertArrayEquals(PUBLIC, jdk.getPublicKeyData(jdk.recoverEDDSAPublicKey(key)));
        assertArrayEquals(SEED, jdk.getPrivateKeyData(key));
    }

    @Test
    void signsAndVerifiesAsTheStandardSays() throws Exception {
        var signer = jdk.getEDDSASigner();
        signer.initSigner(null, jdk.generateEDDSAPrivateKey(SEED));
        signer.update(null, MESSAGE);
        assertArrayEquals(SIGNATURE, signer.sign(null));
        assertTrue(verifies(SIGNATURE));
        var wrong = SIGNATURE.clone();
        wrong[0] ^= 1;
        assertFalse(verifies(wrong));
    }

    private boolean verifies(byte[] signature) throws Exception {
        var verifier = jdk.getEDDSASigner();
        verifier.initVerifier(null, jdk.generateEDDSAPublicKey(PUBLIC));
        verifier.update(null, MESSAGE);
        return verifier.verify(null, signature);
    }
}
