package dev.slipway.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A mail server on loopback that speaks plain until it is asked for TLS (RFC 3207), and takes passwords and mail within TLS alone.
 * Keeps what was said to it.
 */
public final class StartTlsMailServer implements AutoCloseable {
    private final ServerSocket listening;
    private final ServerCertificate certificate;
    private final List<String> plain = new CopyOnWriteArrayList<>();
    private final List<String> encrypted = new CopyOnWriteArrayList<>();

    private StartTlsMailServer(ServerSocket listening, ServerCertificate certificate) {
        this.listening = listening;
        this.certificate = certificate;
    }

    public static StartTlsMailServer start(ServerCertificate certificate) throws IOException {
        var server = new StartTlsMailServer(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), certificate);
        Thread.ofVirtual().start(server::serve);
        return server;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Lines that anybody on the way could have read. */
    public List<String> plain() {
        return List.copyOf(plain);
    }

    /** Lines that nobody on the way could have read. */
    public List<String> encrypted() {
        return List.copyOf(encrypted);
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (var client = listening.accept()) {
                if (talk(client, plain, true)) {
                    try (var secure = certificate.over(client)) {
                        var unused = talk(secure, encrypted, false);
                    }
                }
            } catch (IOException e) {
                // The client went, or this server was closed: what was said so far is what counts.
            }
        }
    }

    /** Returns whether the client asked for TLS. */
    private static boolean talk(Socket client, List<String> said, boolean greeting) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        var out = client.getOutputStream();
        if (greeting) {
            answer(out, "220 mail.example.com");
        }
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            said.add(line);
            var command = line.toUpperCase(Locale.ROOT).replaceFirst(" .*", "");
            switch (command) {
                case "EHLO" -> answer(out, "250-mail.example.com", greeting ? "250 STARTTLS" : "250 AUTH PLAIN");
                case "STARTTLS" -> {
                    answer(out, "220 go ahead");
                    return true;
                }
                case "AUTH" -> answer(out, greeting ? "530 not without TLS" : "235 welcome");
                case "MAIL" -> answer(out, greeting ? "530 not without TLS" : "250 fine");
                case "RCPT" -> answer(out, "250 fine");
                case "DATA" -> {
                    answer(out, "354 go on");
                    for (line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                        said.add(line);
                    }
                    answer(out, "250 taken");
                }
                case "QUIT" -> {
                    answer(out, "221 farewell");
                    return false;
                }
                default -> answer(out, "502 no such command");
            }
        }
        return false;
    }

    private static void answer(OutputStream out, String... lines) throws IOException {
        for (var line : lines) {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
