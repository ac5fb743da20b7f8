package dev.slipway.git;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** A signature as {@code gpg --detach-sign} makes it. */
record OpenPgpSignature(PGPSignature packet) {
    private static final Set<Integer> HASHES = Set.of(
            HashAlgorithmTags.SHA224, HashAlgorithmTags.SHA256, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA512);

    /** What a signature may insist on: anything else would have to be understood. */
    private static final Set<Integer> UNDERSTOOD = Set.of(
            SignatureSubpacketTags.CREATION_TIME,
            SignatureSubpacketTags.EXPIRE_TIME,
            SignatureSubpacketTags.ISSUER_KEY_ID,
            SignatureSubpacketTags.ISSUER_FINGERPRINT,
            SignatureSubpacketTags.SIGNER_USER_ID);

    /**
     * Takes it apart.
     *
     * @throws IOException if it is none, several, or of a kind that is not to be relied on
     */
    static OpenPgpSignature parse(String armoured) throws IOException {
        try (var armour = new ArmoredInputStream(new ByteArrayInputStream(armoured.getBytes(US_ASCII)))) {
            var objects = new BcPGPObjectFactory(armour);
            if (!(objects.nextObject() instanceof PGPSignatureList list) || list.size() != 1) {
                throw new IOException("it is not one detached signature");
            }
            var packet = list.get(0);
            if (objects.nextObject() != null) {
                throw new IOException("it has more in it than belongs there");
            }
            if (packet.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
                throw new IOException("it is of another type than that of a file");
            }
            if (!HASHES.contains(packet.getHashAlgorithm())) {
                throw new IOException("it stands on a hash that is not to be relied on, such as SHA-1");
            }
            var insists = packet.getHashedSubPackets().getCriticalTags();
            if (Arrays.stream(insists).anyMatch(tag -> !UNDERSTOOD.contains(tag))) {
                throw new IOException("it insists on something that is not understood here");
            }
            return new OpenPgpSignature(packet);
        } catch (RuntimeException e) {
            throw new IOException("it is broken", e);
        }
    }

    /** Whether it says of itself that this key made it. */
    boolean names(PGPPublicKey key) {
        return packet.hasKeyIdentifier(key.getKeyIdentifier());
    }

    /** By which key, as far as it says. */
    String signer() {
        var fingerprint = Optional.ofNullable(packet.getHashedSubPackets().getIssuerFingerprint());
        return fingerprint
                .map(issuer -> OpenPgpKeys.hex(issuer.getFingerprint()))
                .orElseGet(() -> String.format(Locale.ROOT, "%016X", packet.getKeyID()));
    }

    /** Whether it is this key's signature of these very bytes. */
    boolean isOf(byte[] payload, PGPPublicKey key) {
        try {
            packet.init(new BcPGPContentVerifierBuilderProvider(), key);
            packet.update(payload);
            return packet.verify();
        } catch (PGPException | RuntimeException e) {
            return false; // A value that cannot even be read is no signature.
        }
    }

    /** Whether it was made to hold for a time only, which is over. */
    boolean isExpired(Instant now) {
        long seconds = packet.getHashedSubPackets().getSignatureExpirationTime();
        return seconds > 0 && !now.isBefore(packet.getCreationTime().toInstant().plus(Duration.ofSeconds(seconds)));
    }

    /** The key that it names, in each of these that has it. */
    List<OpenPgpKey.Part> parts(OpenPgpKeys known) {
        return known.keys().stream()
                .flatMap(key -> key.parts().stream())
                .filter(part -> names(part.key()))
                .toList();
    }
}
