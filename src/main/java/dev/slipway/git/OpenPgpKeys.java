package dev.slipway.git;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.bc.BcPGPPublicKeyRingCollection;

/** The OpenPGP keys that may sign, as an armoured file has them: one block or several, each of one key or several. */
record OpenPgpKeys(Path file, List<OpenPgpKey> keys) {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN PGP PUBLIC KEY BLOCK-----.*?-----END PGP PUBLIC KEY BLOCK-----", Pattern.DOTALL);

    OpenPgpKeys {
        keys = List.copyOf(keys);
    }

    /** As it is now. */
    static OpenPgpKeys read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IOException("it is not armoured; gpg --armor --export makes it so", e);
        }
        if (text.contains("PRIVATE KEY BLOCK")) {
            throw new IOException("it has a private key in it, which belongs nowhere but where commits are signed");
        }
        var keys = new ArrayList<OpenPgpKey>();
        for (var block :
                BLOCK.matcher(text).results().map(match -> match.group()).toList()) {
            for (var ring : rings(block)) {
                keys.add(new OpenPgpKey(ring));
            }
        }
        if (keys.isEmpty()) {
            throw new IOException("it has no OpenPGP key in it; gpg --armor --export prints one");
        }
        return new OpenPgpKeys(file, keys);
    }

    private static Iterable<PGPPublicKeyRing> rings(String block) throws IOException {
        try (var armour = new ArmoredInputStream(new ByteArrayInputStream((block + "\n").getBytes(US_ASCII)))) {
            return new BcPGPPublicKeyRingCollection(armour);
        } catch (PGPException | RuntimeException e) {
            throw new IOException("a key in it cannot be read: " + e.getMessage(), e);
        }
    }

    /** A fingerprint, or a part of one, as gpg prints it. */
    static String hex(byte[] id) {
        var hex = new StringBuilder();
        for (var each : id) {
            hex.append(String.format(Locale.ROOT, "%02X", each));
        }
        return hex.toString();
    }
}
