package dev.slipway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes bytes on between a port of loopback and another, and counts them, both ways. On a third port it tells how many there
 * were, and how many connections, and counts from zero again.
 */
final class CountingProxy {
    private static final int CHUNK = 16 * 1024;

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();

    private CountingProxy() {}

    /** Arguments: the port that listens, the one behind it, the one that tells. Until the process is ended. */
    public static void main(String[] arguments) throws IOException {
        var proxy = new CountingProxy();
        var target = Integer.parseInt(arguments[1]);
        Thread.ofPlatform().start(() -> proxy.tell(Integer.parseInt(arguments[2])));
        try (var server = listen(Integer.parseInt(arguments[0]))) {
            while (true) {
                var client = server.accept();
                proxy.connections.incrementAndGet();
                var behind = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> proxy.pass(client, behind));
                Thread.ofVirtual().start(() -> proxy.pass(behind, client));
            }
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
    }

    private void tell(int port) {
        try (var server = listen(port)) {
            while (true) {
                try (var asker = server.accept()) {
                    var words = bytes.getAndSet(0) + " " + connections.getAndSet(0) + "\n";
                    asker.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            copy(from.getInputStream(), to.getOutputStream());
        } catch (IOException ended) {
            // Either side hung up, which ends the other direction too.
        }
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        var chunk = new byte[CHUNK];
        for (var count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            bytes.addAndGet(count);
            out.write(chunk, 0, count);
        }
    }
}
