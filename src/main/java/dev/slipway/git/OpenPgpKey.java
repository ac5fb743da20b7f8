package dev.slipway.git;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * An OpenPGP key with its subkeys, and what it says of itself: only what its primary key has signed counts, but any revocation does.
 *
 * <p>Source: RFC 9580, 5.2 and 10.1.
 */
final class OpenPgpKey {
    private final PGPPublicKey primary;
    private final List<PGPPublicKey> all;

    OpenPgpKey(PGPPublicKeyRing ring) {
        this.primary = ring.getPublicKey();
        var keys = new ArrayList<PGPPublicKey>();
        ring.getPublicKeys().forEachRemaining(keys::add);
        this.all = List.copyOf(keys);
    }

    /** The primary key or a subkey. */
    record Part(OpenPgpKey of, PGPPublicKey key) {}

    List<Part> parts() {
        return all.stream().map(key -> new Part(this, key)).toList();
    }

    /** The primary key's fingerprint, and whose it says to be. */
    String words() {
        var owners = primary.getUserIDs();
        return OpenPgpKeys.hex(primary.getFingerprint()) + (owners.hasNext() ? " (" + owners.next() + ")" : "");
    }

    /** Why nothing that this part signs counts now; empty if it does. */
    Optional<String> objection(PGPPublicKey part, ZonedDateTime now) {
        if (primary.hasRevocation()) {
            return Optional.of("is revoked");
        }
        var self = newest(selfSignatures(), now.toInstant());
        if (self.isEmpty()) {
            return Optional.of("has no valid signature of its own");
        }
        var expiry = expiry(primary, self.get());
        if (expiry.isPresent() && !now.toInstant().isBefore(expiry.get())) {
            return Optional.of("expired on " + date(expiry.get(), now));
        }
        return part.isMasterKey() ? flagged(self.get(), false) : subkeyObjection(part, now);
    }

    /** When no part of it may sign any more; empty if it may for ever. */
    Optional<Instant> expiry(Instant now) {
        return newest(selfSignatures(), now).flatMap(self -> expiry(primary, self));
    }

    /** Why no part of it may sign now; empty if one may. */
    Optional<String> objection(ZonedDateTime now) {
        var objections = all.stream().map(part -> objection(part, now)).toList();
        return objections.contains(Optional.<String>empty()) ? Optional.empty() : objections.getFirst();
    }

    private Optional<String> subkeyObjection(PGPPublicKey subkey, ZonedDateTime now) {
        if (subkey.hasRevocation()) {
            return Optional.of("has had the subkey revoked that signed");
        }
        var bindings = stream(subkey.getSignaturesOfType(PGPSignature.SUBKEY_BINDING))
                .filter(binding -> holds(binding, by -> by.verifyCertification(primary, subkey), primary))
                .toList();
        var binding = newest(bindings.stream(), now.toInstant());
        if (binding.isEmpty()) {
            return Optional.of("does not stand by the subkey that signed");
        }
        var expiry = expiry(subkey, binding.get());
        if (expiry.isPresent() && !now.toInstant().isBefore(expiry.get())) {
            return Optional.of("has a subkey for signing that expired on " + date(expiry.get(), now));
        }
        return flagged(binding.get(), true)
                .or(() -> isCrossSigned(binding.get(), subkey)
                        ? Optional.empty()
                        : Optional.of("has a subkey that does not stand by it"));
    }

    private static String date(Instant at, ZonedDateTime now) {
        return at.atZone(now.getZone()).toLocalDate().toString();
    }

    /** A primary key that says nothing of its use may sign; a subkey has to say so. */
    private static Optional<String> flagged(PGPSignature self, boolean needed) {
        int flags = self.getHashedSubPackets().getKeyFlags();
        boolean may = flags == 0 ? !needed : (flags & KeyFlags.SIGN_DATA) != 0;
        return may ? Optional.empty() : Optional.of("is not meant for signing");
    }

    /** Else somebody could take another's subkey for one of theirs. */
    private boolean isCrossSigned(PGPSignature binding, PGPPublicKey subkey) {
        try {
            for (var packets : List.of(binding.getHashedSubPackets(), binding.getUnhashedSubPackets())) {
                for (var embedded : packets.getEmbeddedSignatures()) {
                    if (embedded.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING
                            && holds(embedded, by -> by.verifyCertification(primary, subkey), subkey)) {
                        return true;
                    }
                }
            }
        } catch (PGPException | RuntimeException e) {
            return false; // What cannot be read stands by nobody.
        }
        return false;
    }

    /** What the primary key says of itself, directly or with one of its names that it has not taken back. */
    private Stream<PGPSignature> selfSignatures() {
        var direct = stream(primary.getSignaturesOfType(PGPSignature.DIRECT_KEY))
                .filter(signature -> holds(signature, by -> by.verifyCertification(primary), primary));
        var named = stream(primary.getRawUserIDs())
                .filter(name -> ofName(name)
                        .noneMatch(each -> each.getSignatureType() == PGPSignature.CERTIFICATION_REVOCATION))
                .flatMap(this::ofName)
                .filter(PGPSignature::isCertification);
        return Stream.concat(direct, named);
    }

    /** The primary key's own, and no other's. */
    private Stream<PGPSignature> ofName(byte[] name) {
        return stream(Optional.ofNullable(primary.getSignaturesForID(name))
                        .orElseGet(() -> List.<PGPSignature>of().iterator()))
                .filter(signature -> holds(signature, by -> by.verifyCertification(name, primary), primary));
    }

    private interface Verification {
        boolean by(PGPSignature signature) throws PGPException;
    }

    private static boolean holds(PGPSignature signature, Verification verification, PGPPublicKey key) {
        try {
            if (!signature.hasKeyIdentifier(key.getKeyIdentifier())) {
                return false;
            }
            signature.init(new BcPGPContentVerifierBuilderProvider(), key);
            return verification.by(signature);
        } catch (PGPException | RuntimeException e) {
            return false; // What cannot be read proves nothing.
        }
    }

    private static Optional<PGPSignature> newest(Stream<PGPSignature> signatures, Instant now) {
        return signatures
                .filter(signature -> !signature.getCreationTime().toInstant().isAfter(now))
                .max(Comparator.comparing(PGPSignature::getCreationTime));
    }

    private static Optional<Instant> expiry(PGPPublicKey key, PGPSignature self) {
        long seconds = self.getHashedSubPackets().getKeyExpirationTime();
        return seconds > 0
                ? Optional.of(key.getCreationTime().toInstant().plus(Duration.ofSeconds(seconds)))
                : Optional.empty();
    }

    private static <T> Stream<T> stream(Iterator<T> iterator) {
        Iterable<T> each = () -> iterator;
        return StreamSupport.stream(each.spliterator(), false);
    }
}
