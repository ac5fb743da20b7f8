package dev.slipway.cli;

import dev.slipway.deploy.Time;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a client's channel if one thing that is waited for takes too long: blocking channels have no time limit. */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private final SocketChannel client;
    private final Time time;
    private final Duration limit;

    Patience(SocketChannel client, Time time, Duration limit) {
        this.client = client;
        this.time = time;
        this.limit = limit;
    }

    /** From now until it is closed. */
    Wait begin() {
        return new Wait(Thread.ofVirtual().name("control-patience").start(this::closeLater));
    }

    private void closeLater() {
        try {
            time.sleep(limit);
            LOG.debug("a control client took longer than {}", limit);
            client.close();
        } catch (InterruptedException e) {
            // It was done in time.
        } catch (IOException e) {
            LOG.debug("a control client could not be closed: {}", e.toString());
        }
    }

    /** One thing that is waited for. */
    record Wait(Thread closer) implements AutoCloseable {
        @Override
        public void close() {
            closer.interrupt();
        }
    }
}
