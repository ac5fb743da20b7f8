package dev.slipway.docker;

import dev.slipway.ssh.SshCommand;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A connection to the engine that is all the caller's: the transport of docker-java's commands turns one over only as {@code
 * Upgrade: tcp}.
 */
record EngineSocket(Closeable connection, InputStream in, OutputStream out) implements Closeable {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** @param tls what an engine over TCP is spoken to with, if with TLS */
    static EngineSocket open(URI host, Optional<SSLContext> tls) throws IOException {
        if ("unix".equals(host.getScheme())) {
            var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(host.getPath()));
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            return new EngineSocket(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
        }
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host.getHost(), host.getPort()), Math.toIntExact(CONNECT.toMillis()));
            var used = tls.isPresent() ? secured(socket, host, tls.get()) : socket;
            return new EngineSocket(used, used.getInputStream(), used.getOutputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** By a command on the engine's machine that leads to it. */
    static EngineSocket over(SshCommand command) {
        return new EngineSocket(command, command.out(), command.in());
    }

    private static Socket secured(Socket socket, URI host, SSLContext tls) throws IOException {
        var secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, host.getHost(), host.getPort(), true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
