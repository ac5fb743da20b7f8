package dev.slipway.schedule;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.Request;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One poll of one app; Quartz runs no two jobs of one key at once. */
@DisallowConcurrentExecution
final class PollJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(PollJob.class);

    private final PollScheduler.Sink sink;
    private final String app;
    private final Time time;

    PollJob(PollScheduler.Sink sink, String app, Time time) {
        this.sink = sink;
        this.app = app;
        this.time = time;
    }

    @Override
    public void execute(JobExecutionContext context) {
        try {
            sink.take(Request.poll(app, time.now()));
        } catch (DeployException e) {
            LOG.warn("{} could not be polled: {}", app, e.failure().what());
        } catch (RuntimeException | Error e) {
            // An Error too: the schedule must outlive whatever one poll runs into.
            LOG.error("{} could not be polled; it is tried again at the next time", app, e);
        }
    }
}
