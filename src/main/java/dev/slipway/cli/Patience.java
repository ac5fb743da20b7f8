package dev.slipway.cli;

import dev.slipway.deploy.Time;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a client's channel if one thing that is waited for takes too long: blocking channels have no time limit. */
final class Patience {
    private final SocketChannel client;
    private final Time time;
    private final Duration limit;
    private final Thread.Builder threads;

    /** @param threads what waits; a short-lived process has no use for virtual ones, which take their time to set up */
    Patience(SocketChannel client, Time time, Duration limit, Thread.Builder threads) {
        this.client = client;
        this.time = time;
        this.limit = limit;
        this.threads = threads;
    }

    /** From now until it is closed. */
    Wait begin() {
        return new Wait(threads.start(this::closeLater));
    }

    private void closeLater() {
        try {
            time.sleep(limit);
            log().debug("a control client took longer than {}", limit);
            client.close();
        } catch (InterruptedException e) {
            // It was done in time.
        } catch (IOException e) {
            log().debug("a control client could not be closed: {}", e.toString());
        }
    }

    /** Not before there is something to say: a command that asks an agent takes half its time for a logger that it does not need. */
    private static Logger log() {
        return LoggerFactory.getLogger(Patience.class);
    }

    /** One thing that is waited for. */
    record Wait(Thread closer) implements AutoCloseable {
        @Override
        public void close() {
            closer.interrupt();
        }
    }
}
