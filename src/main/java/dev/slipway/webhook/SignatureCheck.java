package dev.slipway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.model.Placeholders;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells whether a signature was made with a secret over a body, and if not, which slip would explain it. */
public final class SignatureCheck {
    /** Generous: it is one person's one question. */
    private static final long BUDGET = 64 * Budget.OF_ONE_DIAGNOSIS;

    private static final Pattern HEADER_NAME = Pattern.compile("^[A-Za-z][A-Za-z0-9-]*:\\s*");
    private static final byte[][] UTF_16_MARKS = {{(byte) 0xff, (byte) 0xfe}, {(byte) 0xfe, (byte) 0xff}};

    private final WebhookSecret secret;
    private final String notes;
    private final Trial trial;

    private SignatureCheck(String secret, String notes, Proof proof, Body body) {
        this.secret = new WebhookSecret(new Secret(secret), "the secret file");
        this.notes = notes;
        this.trial = new Trial(proof, body, new Budget(BUDGET));
    }

    /**
     * What came of it.
     *
     * @param said in one line; no character of the secret and no signature is in it
     */
    public record Result(boolean matches, String said) {
        public Result {
            Objects.requireNonNull(said);
        }
    }

    /**
     * Checks as the listener does.
     *
     * @param secretFile what the file holds; one newline at its end is dropped, as it is of {@code webhook.secret_file}
     * @param signature {@code sha256=HEX} or bare hex, with or without the name of its header
     * @param body as it was sent
     */
    public static Result check(byte[] secretFile, String signature, byte[] body) {
        var content = text(secretFile);
        if (content.isEmpty()) {
            return no(unreadable(secretFile));
        }
        var secret = withoutNewline(content.get());
        if (secret.isBlank()) {
            return no("the secret file is empty: put the secret there; Slipway does not start without one");
        }
        var whole = new Body(body.clone());
        var claimed = ClaimedSignature.of(HEADER_NAME.matcher(signature.strip()).replaceFirst(""));
        var dropped =
                secret.equals(content.get()) ? "" : "; one newline at the file's end was dropped, as Slipway does";
        var bare =
                claimed.prefixed() ? "" : "; bare hex is how Gitea and Gogs send it, the others write sha256= in front";
        return claimed.over(whole)
                .map(proof -> new SignatureCheck(secret, dropped + bare, proof, whole).result(whole))
                .orElseGet(() -> no("the signature " + claimed.fault()
                        + ": give it as sha256=HEX, 64 digits, as it stands in" + " X-Hub-Signature-256"));
    }

    private Result result(Body body) {
        if (trial.fits(secret)) {
            var warning = Placeholders.contain(secret.value().reveal())
                    ? "; but this secret is a placeholder that everybody knows, with which Slipway does not start"
                    : "";
            return new Result(
                    true,
                    "the signature matches: it was made with this secret (fingerprint "
                            + secret.value().fingerprint() + ") over these " + body.length() + " bytes" + notes
                            + warning);
        }
        return no(Stream.<Supplier<Optional<String>>>of(this::slip, this::commonplace, this::changedBody)
                .flatMap(each -> each.get().stream())
                .findFirst()
                .orElseGet(() ->
                        "the signature does not match, nor would it by any slip in copying the secret (fingerprint "
                                + secret.value().fingerprint() + ") or any usual change of the body (" + body.length()
                                + " bytes): take another secret, or the body of the delivery that had this signature"));
    }

    private Optional<String> slip() {
        return trial.slipIn(secret)
                .map(slip -> "the signature does not match, but it does " + slip.how() + " (" + secret.origin() + "): "
                        + slip.remedy());
    }

    private Optional<String> commonplace() {
        if (trial.fits(Commonplaces.emptyKey())) {
            return Optional.of("the signature was made with an empty secret: enter this one at the forge");
        }
        return Commonplaces.named().stream()
                .filter(trial::fits)
                .findFirst()
                .map(each ->
                        "the signature was made with the placeholder '" + each + "': enter this secret at the forge");
    }

    private Optional<String> changedBody() {
        return trial.changeOfBody(List.of(secret))
                .map(change -> "the signature does not match, but the secret is right: " + change.what()
                        + "; take the body byte for byte as it was sent");
    }

    private static Result no(String said) {
        return new Result(false, said);
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            // Told by unreadable().
            return Optional.empty();
        }
    }

    private static String unreadable(byte[] secretFile) {
        for (var mark : UTF_16_MARKS) {
            if (secretFile.length > mark.length && secretFile[0] == mark[0] && secretFile[1] == mark[1]) {

                return "the secret file is UTF-16, as PowerShell's > writes it, and Slipway reads UTF-8: save it as UTF-8"
                        + " without a byte order mark";
            }
        }
        return "the secret file is not UTF-8, which Slipway could not read: save the secret as plain text";
    }

    private static String withoutNewline(String content) {
        return content.replaceFirst("\r?\n\\z", "");
    }
}
