package dev.slipway.testkit;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A certificate for 127.0.0.1 that it signed itself, in a key store that may also serve as trust store.
 *
 * @param keyStore a PKCS #12 file with its key
 */
public record ServerCertificate(Path keyStore) {
    /** Of the key store. */
    public static final String PASSWORD = "changeit";

    private static final String DAYS = "30";

    /** Valid from a day ago on for a month. */
    public static ServerCertificate valid(Path folder) {
        return make(folder.resolve("valid.p12"), "-1d");
    }

    /** Its month was two years ago. */
    public static ServerCertificate expired(Path folder) {
        return make(folder.resolve("expired.p12"), "-2y");
    }

    /** Its month begins next year. */
    public static ServerCertificate notYetValid(Path folder) {
        return make(folder.resolve("future.p12"), "+1y");
    }

    private static ServerCertificate make(Path file, String from) {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = Command.concat(
                List.of(keytool, "-genkeypair", "-keystore", file.toString(), "-storepass", PASSWORD),
                List.of("-alias", "server", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1"));
        Command.run(Command.concat(command, List.of("-startdate", from, "-validity", DAYS)), Map.of())
                .expecting(0);
        return new ServerCertificate(file);
    }

    /** The server's end of TLS over a connection. */
    SSLSocket over(Socket plain) throws IOException {
        try (var in = Files.newInputStream(keyStore)) {
            var password = PASSWORD.toCharArray();
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
            socket.setUseClientMode(false);
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
