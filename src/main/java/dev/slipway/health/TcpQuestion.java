package dev.slipway.health;

import dev.slipway.deploy.Probe.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** One connection, closed as soon as it is accepted. */
final class TcpQuestion {
    private final String name;
    private final Duration timeout;

    TcpQuestion(String name, Duration timeout) {
        this.name = name;
        this.timeout = timeout;
    }

    Answer ask(InetSocketAddress address) throws InterruptedException {
        // A channel's socket, since an interrupt frees the thread from it.
        try (var channel = SocketChannel.open()) {
            channel.socket().connect(address, Math.toIntExact(timeout.toMillis()));
            return new Answer(true, name + " accepted the connection");
        } catch (SocketTimeoutException e) {
            return new Answer(false, name + Reasons.late(timeout));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(name);
            }
            return new Answer(false, name + Reasons.of(e));
        }
    }
}
