package dev.slipway.config;

import dev.slipway.model.SignatureSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The rows of {@code git} that say whose signature a commit must bear. */
final class SignatureRows {
    private static final Field<Boolean> REQUIRE_SIGNATURE = Field.withDefault(
            "require_signature",
            Scalars.flag(),
            "false",
            "whether only commits are deployed that are signed by a key of openpgp_keys_file or allowed_signers_file");
    private static final Field<String> OPENPGP_KEYS_FILE = Field.optional(
            "openpgp_keys_file",
            Scalars.hostPath(),
            "with require_signature: the OpenPGP keys that may sign, as gpg --armor --export prints them");
    private static final Field<String> ALLOWED_SIGNERS_FILE = Field.optional(
            "allowed_signers_file",
            Scalars.hostPath(),
            "with require_signature: the SSH keys that may sign, in the format of ssh-keygen's allowed signers");
    private static final List<Field<String>> KEYS = List.of(OPENPGP_KEYS_FILE, ALLOWED_SIGNERS_FILE);

    static final List<Field<?>> ALL = List.of(REQUIRE_SIGNATURE, OPENPGP_KEYS_FILE, ALLOWED_SIGNERS_FILE);

    private SignatureRows() {}

    static void check(Fields f) {
        if (f.find(REQUIRE_SIGNATURE).orElse(false) && KEYS.stream().noneMatch(f::isGiven)) {
            f.refuse(
                    REQUIRE_SIGNATURE,
                    "name the keys that may sign, in allowed_signers_file (SSH) or openpgp_keys_file, or nothing is ever"
                            + " deployed");
        }
        // Turned off in so many words, they may stay; left out, they would be taken for a protection that is none.
        if (!f.isGiven(REQUIRE_SIGNATURE)) {
            KEYS.stream()
                    .filter(f::isGiven)
                    .forEach(key -> f.refuse(key, "is of no effect without require_signature: true"));
        }
    }

    static Optional<SignatureSpec> find(Fields f) {
        return f.get(REQUIRE_SIGNATURE)
                ? Optional.of(new SignatureSpec(
                        f.find(OPENPGP_KEYS_FILE).map(Path::of),
                        f.find(ALLOWED_SIGNERS_FILE).map(Path::of)))
                : Optional.empty();
    }
}
