package dev.slipway.docker;

import dev.slipway.model.DockerHost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/** What an engine over TCP is spoken to with: whom we believe, and who we say we are, each from its files in PEM format. */
final class EngineTls {
    /** Protects a key store that is never anywhere else. */
    private static final char[] IN_MEMORY = "docker".toCharArray();

    private EngineTls() {}

    /**
     * The files of an engine. Those of the environment (DOCKER_TLS_VERIFY, DOCKER_CERT_PATH) are for the engine of docker.host
     * alone, and only where the configuration names none.
     */
    static Optional<DockerHost.Tls> of(DockerHost host, Map<String, String> env) {
        if (host.tls().isPresent()
                || host.name().isPresent()
                || !"tcp".equals(host.address().getScheme())
                || env.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty()) {
            return host.tls();
        }
        var named = env.getOrDefault("DOCKER_CERT_PATH", "");
        var folder = named.isEmpty() ? Path.of(env.getOrDefault("HOME", "/"), ".docker") : Path.of(named);
        return Optional.of(new DockerHost.Tls(
                Optional.of(folder.resolve("ca.pem")),
                Optional.of(new DockerHost.Tls.Pair(folder.resolve("cert.pem"), folder.resolve("key.pem")))));
    }

    /** @throws IOException naming the file that is not there, or not fit */
    static SSLContext context(DockerHost.Tls files) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(
                    files.own().isPresent() ? shown(files.own().get()) : new KeyManager[0],
                    believed(files.authorities()),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new UnfitFilesException("the certificates cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyManager[] shown(DockerHost.Tls.Pair own) throws IOException, GeneralSecurityException {
        var chain = certificates(own.certificate());
        var key = key(own.key());
        var store = empty();
        store.setKeyEntry("own", key, IN_MEMORY, chain.toArray(Certificate[]::new));
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, IN_MEMORY);
        return managers.getKeyManagers();
    }

    /** With no file, whom this Java believes. */
    @SuppressWarnings("NullAway") // "those of this Java" is null in its interface
    private static TrustManager[] believed(Optional<Path> file) throws IOException, GeneralSecurityException {
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore authorities = null;
        if (file.isPresent()) {
            authorities = empty();
            for (var each : certificates(file.get())) {
                authorities.setCertificateEntry("authority " + authorities.size(), each);
            }
        }
        managers.init(authorities);
        return managers.getTrustManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, IN_MEMORY);
        return store;
    }

    private static List<Certificate> certificates(Path file) throws IOException {
        var content = read(file).getBytes(StandardCharsets.US_ASCII);
        try {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content));
            if (!found.isEmpty()) {
                return List.copyOf(found);
            }
            throw new UnfitFilesException(file + " holds no certificate in PEM format");
        } catch (CertificateException e) {
            throw new UnfitFilesException(file + " holds no certificate in PEM format: " + e.getMessage(), e);
        }
    }

    /** Of any of the formats that openssl writes: PKCS #8, PKCS #1, SEC 1. */
    private static PrivateKey key(Path file) throws IOException {
        var text = read(file);
        try (var parser = new PEMParser(new StringReader(text))) {
            for (var each = parser.readObject(); each != null; each = parser.readObject()) {
                if (each instanceof PEMKeyPair pair) {
                    return key(pair.getPrivateKeyInfo().getEncoded());
                }
                if (each instanceof PrivateKeyInfo info) {
                    return key(info.getEncoded());
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new UnfitFilesException(file + " holds no private key that can be used: " + e.getMessage(), e);
        }
        throw new UnfitFilesException(file + " holds no private key in PEM format without a passphrase");
    }

    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        for (var algorithm : List.of("RSA", "EC")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException ignored) {
                // Of another algorithm; the last one says whether it is any.
            }
        }
        return KeyFactory.getInstance("EdDSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static String read(Path file) throws UnfitFilesException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new UnfitFilesException("there is no file " + file, e);
        } catch (IOException e) {
            throw new UnfitFilesException(file + " cannot be read: " + e, e);
        }
    }

    /** Our own side of TLS is not in order. */
    static final class UnfitFilesException extends IOException {
        private static final long serialVersionUID = 1L;

        UnfitFilesException(String message) {
            super(message);
        }

        UnfitFilesException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
