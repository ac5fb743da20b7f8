package dev.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * An authority of the test's own, and the certificates that it signs: for each of them {@code NAME.pem} and {@code NAME-key.pem}, as
 * dockerd and Docker's own command line want them. Made by Java's keytool.
 */
public final class TlsFiles {
    private static final String PASSWORD = "changeit";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path folder;
    private final String authority;

    private TlsFiles(Path folder, String authority) {
        this.folder = folder;
        this.authority = authority;
    }

    /** A new authority, whose certificate is {@code AUTHORITY.pem}. */
    public static TlsFiles of(Path folder, String authority) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var files = new TlsFiles(folder, authority);
        files.generate(authority, "-0d", "-ext", "bc:c");
        files.write(authority);
        return files;
    }

    /** A certificate for a server at that address. */
    public void server(String name, String address) {
        signed(name, "-1d", "san=ip:" + address, "eku=serverAuth");
    }

    /** The same, whose month was two years ago. */
    public void expiredServer(String name, String address) {
        signed(name, "-2y", "san=ip:" + address, "eku=serverAuth");
    }

    /** A certificate with which a client says who it is. */
    public void client(String name) {
        signed(name, "-1d", "eku=clientAuth");
    }

    /** In PEM format. */
    public Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    /** In PEM format, as PKCS #8. */
    public Path key(String name) {
        return folder.resolve(name + "-key.pem");
    }

    private void signed(String name, String from, String... extensions) {
        generate(name, from);
        var request = folder.resolve(name + ".csr").toString();
        keytool(name, "-certreq", "-file", request);
        var sign = new ArrayList<>(
                List.of("-gencert", "-infile", request, "-outfile", folder.resolve(name + ".crt") + ""));
        sign.addAll(List.of("-startdate", from, "-validity", "30"));
        for (var extension : extensions) {
            sign.addAll(List.of("-ext", extension));
        }
        keytool(authority, sign.toArray(String[]::new));
        keytoolOf(
                name,
                "-importcert",
                "-noprompt",
                "-alias",
                "ca",
                "-file",
                certificate(authority).toString());
        keytool(
                name,
                "-importcert",
                "-noprompt",
                "-file",
                folder.resolve(name + ".crt").toString());
        write(name);
    }

    private void generate(String name, String from, String... more) {
        var arguments = new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name));
        arguments.addAll(List.of("-startdate", from, "-validity", "30"));
        arguments.addAll(List.of(more));
        keytool(name, arguments.toArray(String[]::new));
    }

    private void keytool(String name, String... arguments) {
        keytoolOf(
                name,
                Command.concat(List.of(arguments), List.of("-alias", name)).toArray(String[]::new));
    }

    private void keytoolOf(String name, String... arguments) {
        var program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var store = List.of("-keystore", folder.resolve(name + ".p12").toString(), "-storepass", PASSWORD);
        Command.run(Command.concat(Command.concat(List.of(program), List.of(arguments)), store), Map.of())
                .expecting(0);
    }

    private void write(String name) {
        try (var in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            Files.writeString(
                    certificate(name),
                    pem("CERTIFICATE", store.getCertificate(name).getEncoded()),
                    StandardCharsets.US_ASCII);
            Files.writeString(
                    key(name),
                    pem(
                            "PRIVATE KEY",
                            store.getKey(name, PASSWORD.toCharArray()).getEncoded()),
                    StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + LINES.encodeToString(content) + "\n-----END " + what + "-----\n";
    }
}
