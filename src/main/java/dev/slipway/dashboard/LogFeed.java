package dev.slipway.dashboard;

import dev.slipway.deploy.DeployException;
import java.io.IOException;
import java.util.Optional;

/** Tells a log from some line on, then follows it until its deployment has ended. */
final class LogFeed implements Feed {
    private final LogLines log;
    private final long known;
    private long number;

    /** @param known how many lines the listener has already */
    LogFeed(LogLines log, long known) {
        this.log = log;
        this.known = known;
    }

    @Override
    public void tell(EventStream to) throws IOException, InterruptedException {
        try (log) {
            Optional<String> end = log.end();
            while (end.isEmpty()) {
                log.newLines(line -> tell(line, to));
                to.beat();
                end = log.end();
            }
            // The phase is written down before the log's last words are.
            log.newLines(line -> tell(line, to));
            to.beat();
            log.rest(line -> tell(line, to));
            to.event("end", end.get());
            to.flush();
        } catch (DeployException e) {
            throw new IOException(e.failure().what(), e);
        }
    }

    private void tell(String line, EventStream to) throws IOException {
        number++;
        if (number > known) {
            to.message(number, line);
        }
    }
}
