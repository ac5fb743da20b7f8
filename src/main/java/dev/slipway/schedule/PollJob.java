package dev.slipway.schedule;

import dev.slipway.deploy.Time;
import dev.slipway.model.Request;
import java.util.function.Consumer;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One tick of one app. */
@DisallowConcurrentExecution
final class PollJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(PollJob.class);

    private final Consumer<Request> sink;
    private final Time time;

    PollJob(Consumer<Request> sink, Time time) {
        this.sink = sink;
        this.time = time;
    }

    @Override
    public void execute(JobExecutionContext context) {
        var app = context.getJobDetail().getKey().getName();
        try {
            sink.accept(Request.poll(app, time.now()));
        } catch (RuntimeException | Error e) {
            // An Error would end Quartz's thread; the next tick must come.
            LOG.error("a poll of {} could not be handed over; the next one comes in its time", app, e);
        }
    }
}
