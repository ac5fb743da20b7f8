package dev.slipway.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/**
 * A commit or an annotated tag, taken apart into what was signed and the signature, byte by byte as Git does.
 *
 * <p>Source: gitformat-signature(5).
 */
final class SignedObject {
    private static final String HEADER = "gpgsig";
    private static final List<String> ARMOURS = List.of(
            "-----BEGIN PGP SIGNATURE-----",
            "-----BEGIN PGP MESSAGE-----",
            "-----BEGIN SSH SIGNATURE-----",
            "-----BEGIN SIGNED MESSAGE-----");

    private final String name;
    private final byte[] payload;
    private final Optional<String> signature;

    private SignedObject(String name, byte[] payload, Optional<String> signature) {
        this.name = name;
        this.payload = payload;
        this.signature = signature;
    }

    /** For a person: {@code commit 2f6c60b} or {@code tag v1.2.3}. */
    String name() {
        return name;
    }

    /** What was signed; the caller does not change it. */
    byte[] payload() {
        return payload;
    }

    /** With its armour; empty if there is none. */
    Optional<String> signature() {
        return signature;
    }

    /**
     * A commit, whose signature is one of its headers.
     *
     * @throws UntrustedException if it has several, or one for another kind of object id: what each of them covers is then a
     *     matter of opinion
     */
    static SignedObject ofCommit(String name, byte[] raw) throws UntrustedException {
        var payload = new ByteArrayOutputStream(raw.length);
        var signature = new StringBuilder();
        boolean inHeaders = true;
        boolean inSignature = false;
        int signatures = 0;
        for (int at = 0; at < raw.length; ) {
            int next = nextLine(raw, at);
            var line = new String(raw, at, next - at, ISO_8859_1);
            inHeaders &= !line.equals("\n");
            inSignature = inHeaders && (line.startsWith(HEADER) || (inSignature && line.startsWith(" ")));
            if (!inSignature) {
                payload.write(raw, at, next - at);
            } else if (line.startsWith(" ")) {
                signature.append(line, 1, line.length());
            } else if (line.startsWith(HEADER + " ")) {
                signature.append(line, HEADER.length() + 1, line.length());
                signatures++;
            } else {
                signatures += 2; // gpgsig-sha256 and the like
            }
            at = next;
        }
        if (signatures > 1) {
            throw new UntrustedException(
                    name + " has more than one signature, or one of a kind that is not known here",
                    "sign it once, as git commit -S does");
        }
        return new SignedObject(
                name, payload.toByteArray(), signatures == 0 ? Optional.empty() : Optional.of(signature.toString()));
    }

    /** An annotated tag, which has its signature at its end. */
    static SignedObject ofTag(String name, byte[] raw) {
        int start = raw.length;
        for (int at = 0; at < raw.length; at = nextLine(raw, at)) {
            var line = new String(raw, at, nextLine(raw, at) - at, ISO_8859_1);
            if (ARMOURS.stream().anyMatch(line::startsWith)) {
                start = at;
            }
        }
        var payload = new byte[start];
        System.arraycopy(raw, 0, payload, 0, start);
        var signature = new String(raw, start, raw.length - start, ISO_8859_1);
        return new SignedObject(name, payload, signature.isEmpty() ? Optional.empty() : Optional.of(signature));
    }

    private static int nextLine(byte[] raw, int from) {
        int at = from;
        while (at < raw.length && raw[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, raw.length);
    }
}
