package dev.slipway.health;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A container's port that misbehaves as asked, on loopback; every connection is treated alike. */
final class Server implements AutoCloseable {
    private final ServerSocket listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    private Server(String host, Conduct conduct) throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getByName(host));
        Thread.ofPlatform().daemon().start(() -> serve(conduct));
    }

    static Server that(Conduct conduct) throws IOException {
        return on("127.0.0.1", conduct);
    }

    static Server on(String address, Conduct conduct) throws IOException {
        return new Server(address, conduct);
    }

    static Server onIpv6(Conduct conduct) throws IOException {
        return on("::1", conduct);
    }

    static Conduct answers(String answer) {
        return (out, server) -> out.write(answer.getBytes(StandardCharsets.UTF_8));
    }

    /** Says this, then holds the line until the test is over. */
    static Conduct hangsAfter(String beginning) {
        return (out, server) -> {
            out.write(beginning.getBytes(StandardCharsets.UTF_8));
            out.flush();
            server.closing.await();
        };
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The heads of the requests so far. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve(Conduct conduct) {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                connections.add(socket);
                Thread.ofPlatform().daemon().start(() -> answer(socket, conduct));
            } catch (IOException e) {
                // The test is over.
                return;
            }
        }
    }

    private void answer(Socket socket, Conduct conduct) {
        try (socket) {
            requests.add(head(socket));
            try {
                conduct.answer(socket.getOutputStream(), this);
            } catch (Reset e) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // The prober had enough; that is its right.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        listener.close();
        for (var connection : connections) {
            connection.close();
        }
    }

    /** What a connection gets once its request was read. */
    interface Conduct {
        void answer(OutputStream out, Server server) throws IOException, InterruptedException;
    }

    /** Thrown by a conduct that ends its connection with a RST. */
    static final class Reset extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
