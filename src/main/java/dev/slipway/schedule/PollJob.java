package dev.slipway.schedule;

import dev.slipway.deploy.Time;
import dev.slipway.model.Request;
import java.util.Objects;
import java.util.function.Consumer;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One tick of one app. Quartz makes an instance for each, so it must be public with a public constructor. */
@DisallowConcurrentExecution
public final class PollJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(PollJob.class);

    @Override
    @SuppressWarnings("unchecked") // PollScheduler alone puts it there
    public void execute(JobExecutionContext context) {
        var app = context.getJobDetail().getKey().getName();
        try {
            var shared = context.getScheduler().getContext();
            var sink = (Consumer<Request>) Objects.requireNonNull(shared.get(PollScheduler.SINK));
            var time = (Time) Objects.requireNonNull(shared.get(PollScheduler.TIME));
            sink.accept(Request.poll(app, time.now()));
        } catch (RuntimeException | Error | SchedulerException e) {
            // Quartz would unschedule nothing, but an Error would end its thread; the next tick must come.
            LOG.error("a poll of {} could not be handed over; the next one comes in its time", app, e);
        }
    }
}
