package dev.slipway.docker;

import dev.slipway.testkit.SharedEngine;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP port that leads to the machine's engine, until it is cut: then it looks as if the engine had gone away. */
final class CuttableWay implements AutoCloseable {
    private static final String ENGINE = SharedEngine.socket().toString();

    private final String host;
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final List<Closeable> ways = new CopyOnWriteArrayList<>();

    CuttableWay() throws IOException {
        this("127.0.0.1");
    }

    /** @param host one of this machine's own addresses */
    CuttableWay(String host) throws IOException {
        this.host = host;
        server.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
        Thread.ofVirtual().start(this::accept);
    }

    URI address() throws IOException {
        return URI.create("tcp://" + host + ":" + ((InetSocketAddress) server.getLocalAddress()).getPort());
    }

    void cut() throws IOException {
        server.close();
        for (var way : ways) {
            way.close();
        }
    }

    @Override
    public void close() throws IOException {
        cut();
    }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                var engine = SocketChannel.open(StandardProtocolFamily.UNIX);
                ways.add(client);
                ways.add(engine);
                engine.connect(UnixDomainSocketAddress.of(ENGINE));
                Thread.ofVirtual().start(() -> pump(client, engine));
                Thread.ofVirtual().start(() -> pump(engine, client));
            }
        } catch (IOException cut) {
            // That is what this class is for.
        }
    }

    private static void pump(ByteChannel from, ByteChannel to) {
        var buffer = ByteBuffer.allocate(64 * 1024);
        try (from;
                to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException cut) {
            // One side has gone; closing both tells the other.
        }
    }
}
