package dev.slipway.git;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A signature as {@code ssh-keygen -Y sign} makes it.
 *
 * <p>Source: PROTOCOL.sshsig of OpenSSH.
 */
final class SshSignature {
    private static final Pattern ARMOUR =
            Pattern.compile("-----BEGIN SSH SIGNATURE-----\\s(.*)-----END SSH SIGNATURE-----\\s*", Pattern.DOTALL);
    private static final String MAGIC = "SSHSIG";
    private static final int VERSION = 1;
    private static final String NAMESPACE = "git";
    private static final Map<String, String> HASHES = Map.of("sha256", "SHA-256", "sha512", "SHA-512");

    /** RSA with SHA-1 is not among them, nor are certificates. */
    private static final Map<String, BuiltinSignatures> ALGORITHMS = Map.of(
            "ssh-ed25519", BuiltinSignatures.ed25519,
            "ecdsa-sha2-nistp256", BuiltinSignatures.nistp256,
            "ecdsa-sha2-nistp384", BuiltinSignatures.nistp384,
            "ecdsa-sha2-nistp521", BuiltinSignatures.nistp521,
            "rsa-sha2-256", BuiltinSignatures.rsaSHA256,
            "rsa-sha2-512", BuiltinSignatures.rsaSHA512);

    private final PublicKey key;
    private final byte[] reserved;
    private final String hash;
    private final String algorithm;
    private final byte[] value;

    private SshSignature(PublicKey key, byte[] reserved, String hash, String algorithm, byte[] value) {
        this.key = key;
        this.reserved = reserved;
        this.hash = hash;
        this.algorithm = algorithm;
        this.value = value;
    }

    /** By which it says that it was made. */
    PublicKey key() {
        return key;
    }

    /**
     * Takes it apart.
     *
     * @throws IOException if it is none of this kind, or made for another purpose than Git
     */
    static SshSignature parse(String armoured) throws IOException {
        var armour = ARMOUR.matcher(armoured);
        if (!armour.matches()) {
            throw new IOException("its armour is broken");
        }
        try {
            var blob = new ByteArrayBuffer(Base64.getMimeDecoder().decode(armour.group(1)));
            var magic = new byte[MAGIC.length()];
            blob.getRawBytes(magic);
            if (!new String(magic, US_ASCII).equals(MAGIC) || blob.getUInt() != VERSION) {
                throw new IOException("it is of another version");
            }
            var key = blob.getBytes();
            var namespace = blob.getString();
            if (!namespace.equals(NAMESPACE)) {
                throw new IOException("it was made for something else than Git");
            }
            var reserved = blob.getBytes();
            var hash = blob.getString();
            var signature = new ByteArrayBuffer(blob.getBytes());
            var algorithm = signature.getString();
            var value = signature.getBytes();
            if (blob.available() > 0 || signature.available() > 0) {
                throw new IOException("it has more in it than belongs there");
            }
            return new SshSignature(key(key, algorithm), reserved, hash, algorithm, value);
        } catch (RuntimeException e) {
            throw new IOException("it is broken", e);
        }
    }

    /** One that is not to be used with this algorithm is none. */
    private static PublicKey key(byte[] blob, String algorithm) throws IOException {
        var type = new ByteArrayBuffer(blob).getString();
        var needed = algorithm.startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm;
        if (!ALGORITHMS.containsKey(algorithm) || !type.equals(needed)) {
            throw new IOException(
                    "it is of the kind " + algorithm + " by a key of the kind " + type + ", which is not supported");
        }
        Buffer buffer = new ByteArrayBuffer(blob);
        return Optional.ofNullable(buffer.getRawPublicKey()).orElseThrow(() -> new IOException("its key is broken"));
    }

    /** Whether it is the key's signature of these very bytes. */
    boolean isOf(byte[] payload) {
        var digest = HASHES.get(hash);
        var kind = ALGORITHMS.get(algorithm);
        if (digest == null || kind == null) {
            return false;
        }
        try {
            var signed = new ByteArrayBuffer();
            signed.putRawBytes(MAGIC.getBytes(US_ASCII));
            signed.putString(NAMESPACE);
            signed.putBytes(reserved);
            signed.putString(hash);
            signed.putBytes(MessageDigest.getInstance(digest).digest(payload));
            var verifier = kind.create();
            verifier.initVerifier(null, key);
            verifier.update(null, signed.getCompactData());
            return verifier.verify(null, value);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false; // A value that cannot even be read is no signature.
        } catch (Exception e) { // MINA declares no less
            return false;
        }
    }

    /** In the words of ssh-keygen -l. */
    static String words(PublicKey key) {
        return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
    }
}
