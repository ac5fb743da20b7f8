package dev.slipway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who listens on loopback and says the same to everyone, whatever it is: HTTP, something else, or nothing. */
final class Doorman implements AutoCloseable {
    private static final String TLS_HANDSHAKE = "\u0016";

    private final ServerSocket listener;
    private final String says;
    private final boolean hangsUp;
    private final List<Socket> callers = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private Doorman(String host, String says, boolean hangsUp) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getByName(host));
        this.says = says;
        this.hangsUp = hangsUp;
        Thread.ofVirtual().start(this::serve);
    }

    /**
     * Who answers and hangs up.
     *
     * @param head status line and headers, a line each, without those of the length
     */
    static Doorman answering(List<String> head, String body) throws IOException {
        return answering("127.0.0.1", head, body);
    }

    static Doorman answering(String host, List<String> head, String body) throws IOException {
        var length = "Content-Length: " + body.getBytes(UTF_8).length;
        return new Doorman(host, String.join("\r\n", head) + "\r\n" + length + "\r\n\r\n" + body, true);
    }

    static Doorman saying(String text) throws IOException {
        return new Doorman("127.0.0.1", text, true);
    }

    /** And then holds the line until the test is over. */
    static Doorman holdingTheLineAfter(String text) throws IOException {
        return new Doorman("127.0.0.1", text, false);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The requests so far, with their bodies. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                var caller = listener.accept();
                callers.add(caller);
                Thread.ofVirtual().start(() -> answer(caller));
            } catch (IOException e) {
                // The test is over.
                return;
            }
        }
    }

    private void answer(Socket caller) {
        try {
            heard.add(request(caller));
            caller.getOutputStream().write(says.getBytes(UTF_8));
            if (hangsUp) {
                caller.close();
            }
        } catch (IOException e) {
            // The caller had enough; that is its right.
        }
    }

    private static String request(Socket caller) throws IOException {
        var request = new StringBuilder();
        while (!isComplete(request)) {
            var next = caller.getInputStream().read();
            if (next < 0) {
                break;
            }
            request.append((char) next);
        }
        return request.toString();
    }

    /** By the JSON object's end, which every ping has; what begins with TLS is a stranger's from the first byte on. */
    private static boolean isComplete(StringBuilder request) {
        if (request.indexOf(TLS_HANDSHAKE) == 0) {
            return true;
        }
        return request.indexOf("\r\n\r\n") >= 0 && request.charAt(request.length() - 1) == '}';
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var caller : callers) {
            caller.close();
        }
    }
}
