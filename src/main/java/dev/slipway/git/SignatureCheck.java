package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.SignatureSpec;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a commit or a tag was signed by a key of the configured files. Nothing else has a say: neither the repository's own
 * configuration, nor the user's, nor a keyring of this machine. Whatever is not understood is refused.
 */
final class SignatureCheck {
    private static final String OPENPGP = "-----BEGIN PGP SIGNATURE-----";
    private static final String SSH = "-----BEGIN SSH SIGNATURE-----";

    private final SignatureSpec spec;
    private final ZonedDateTime now;

    /** @param now by which keys are valid or expired, whatever date a commit bears: that is its maker's to choose */
    SignatureCheck(SignatureSpec spec, ZonedDateTime now) {
        this.spec = spec;
        this.now = now;
    }

    /**
     * Says whose signature it is.
     *
     * @throws DeployException YOURS if the object is not signed as it must be; HOST if the keys cannot be read
     */
    String verify(SignedObject object) throws DeployException {
        try {
            var signature = object.signature()
                    .orElseThrow(() -> new UntrustedException(
                            object.name() + " is not signed, and git.require_signature is true",
                            "sign it with a key of " + files() + " (git commit -S, or git tag -s) and push it"));
            if (signature.startsWith(SSH)) {
                return bySsh(object, signature);
            }
            if (signature.startsWith(OPENPGP)) {
                return byOpenPgp(object, signature);
            }
            throw new UntrustedException(
                    object.name() + " is signed in a way that is not checked here, such as by X.509",
                    "sign it with an SSH or OpenPGP key (git config gpg.format) and push it");
        } catch (UntrustedException e) {
            throw refused(e);
        }
    }

    /** It is for those who push to put it right, and tried again only then. */
    static DeployException refused(UntrustedException e) {
        return new DeployException(Blame.YOURS, String.valueOf(e.getMessage()), e.next(), e);
    }

    private String bySsh(SignedObject object, String armoured) throws UntrustedException, DeployException {
        var file = spec.allowedSignersFile()
                .orElseThrow(() -> notConfigured(object, "an SSH key", "git.allowed_signers_file"));
        var allowed = keys(file, path -> AllowedSigners.read(path, now.getZone()));
        SshSignature signature;
        try {
            signature = SshSignature.parse(armoured);
        } catch (IOException e) {
            throw broken(object, e);
        }
        var words = SshSignature.words(signature.key());
        var signers = allowed.of(signature.key());
        if (signers.isEmpty()) {
            var hint = allowed.passedOver().isEmpty() ? "" : " (" + String.join("; ", allowed.passedOver()) + ")";
            throw unknown(object, words, file + hint);
        }
        if (!signature.isOf(object.payload())) {
            throw tampered(object, words);
        }
        var objections = new ArrayList<String>();
        for (var signer : signers) {
            var objection = signer.objection(now);
            if (objection.isEmpty()) {
                return object.name() + " is signed by " + signer.principals() + " (" + words + ")";
            }
            objections.add(objection.get());
        }
        throw unfit(object, signers.getFirst().principals() + " (" + words + ")", objections, file);
    }

    private String byOpenPgp(SignedObject object, String armoured) throws UntrustedException, DeployException {
        var file = spec.openPgpKeysFile()
                .orElseThrow(() -> notConfigured(object, "an OpenPGP key", "git.openpgp_keys_file"));
        var known = keys(file, OpenPgpKeys::read);
        OpenPgpSignature signature;
        try {
            signature = OpenPgpSignature.parse(armoured);
        } catch (IOException e) {
            throw broken(object, e);
        }
        var parts = signature.parts(known);
        if (parts.isEmpty()) {
            throw unknown(object, "OpenPGP " + signature.signer(), file.toString());
        }
        var valid = parts.stream()
                .filter(part -> signature.isOf(object.payload(), part.key()))
                .toList();
        if (valid.isEmpty()) {
            throw tampered(object, "OpenPGP " + signature.signer());
        }
        if (signature.isExpired(now.toInstant())) {
            throw new UntrustedException(
                    "the signature of " + object.name() + " by OpenPGP " + signature.signer()
                            + " was made to hold for a time only, which is over",
                    "sign it anew and push it");
        }
        var objections = new ArrayList<String>();
        for (var part : valid) {
            var objection = part.of().objection(part.key(), now);
            if (objection.isEmpty()) {
                return object.name() + " is signed by " + part.of().words();
            }
            objections.add(objection.get());
        }
        throw unfit(object, "OpenPGP " + valid.getFirst().of().words(), objections, file);
    }

    /** Reads a file of keys. */
    interface Reading<T> {
        T of(Path file) throws IOException;
    }

    /** What is wrong with such a file is no fault of a commit. */
    static <T> T keys(Path file, Reading<T> reading) throws DeployException {
        try {
            return reading.of(file);
        } catch (IOException e) {
            var why = switch (e) {
                case NoSuchFileException ignored -> "there is no such file";
                case AccessDeniedException ignored -> "no permission to read it";
                default -> String.valueOf(e.getMessage());
            };
            throw new DeployException(
                    Blame.HOST,
                    "the keys that may sign cannot be read from " + file + ": " + why,
                    "put it right, so that the user of Slipway may read it; until then no commit is believed",
                    e);
        }
    }

    private String files() {
        var files = new ArrayList<String>();
        spec.allowedSignersFile().ifPresent(file -> files.add(file.toString()));
        spec.openPgpKeysFile().ifPresent(file -> files.add(file.toString()));
        return String.join(" or ", files);
    }

    private static UntrustedException notConfigured(SignedObject object, String by, String key) {
        return new UntrustedException(
                object.name() + " is signed by " + by + ", and " + key + " is not set",
                "set it, or sign with a key of the other kind and push");
    }

    private static UntrustedException broken(SignedObject object, IOException e) {
        return new UntrustedException(
                "the signature of " + object.name() + " cannot be used: " + e.getMessage(), "sign it anew and push it");
    }

    private static UntrustedException unknown(SignedObject object, String words, String where) {
        return new UntrustedException(
                object.name() + " is signed by " + words + ", which is not in " + where,
                "find out whose key that is; if it may sign, add it to that file");
    }

    private static UntrustedException tampered(SignedObject object, String words) {
        return new UntrustedException(
                "the signature of " + object.name() + " is not that of " + words
                        + " over what it holds: it was changed after it was signed",
                "find out who pushed it; then sign it anew and push");
    }

    private static UntrustedException unfit(SignedObject object, String words, List<String> objections, Path file) {
        return new UntrustedException(
                object.name() + " is signed by " + words + ", a key that " + objections.getFirst(),
                "sign with a key that is valid, or put its renewed form into " + file);
    }
}
