package dev.slipway.schedule;

import dev.slipway.deploy.Time;
import dev.slipway.model.Polling;
import dev.slipway.model.Request;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.quartz.CronExpression;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobKey;
import org.quartz.ScheduleBuilder;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;

/**
 * Has every app polled in its rhythm. A tick that was missed, by a suspend or a jump of the clock, is made up for once. That no
 * app is polled twice at once is the receiver's promise, whose slot for an app holds one request.
 */
public final class PollScheduler implements AutoCloseable {
    private static final int THREADS = 2;

    private final Scheduler scheduler;
    private final Time time;

    /**
     * Starts without any app.
     *
     * @param sink must return at once; whatever it throws, the schedule goes on
     */
    public PollScheduler(Consumer<Request> sink, Time time) {
        this.time = time;
        try {
            scheduler = new StdSchedulerFactory(settings()).getScheduler();
            scheduler.setJobFactory((ignored, unused) -> new PollJob(sink, time));
            scheduler.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not start with settings that never change", e);
        }
    }

    private static Properties settings() {
        var settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", "slipway-polls-" + System.identityHashCode(settings));
        settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        settings.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        settings.setProperty("org.quartz.threadPool.threadCount", Integer.toString(THREADS));
        settings.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        settings.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        return settings;
    }

    /** Says in words what is wrong with a cron expression; empty if nothing is. */
    public static Optional<String> cronProblem(String expression) {
        try {
            CronExpression.validateExpression(expression);
            return Optional.empty();
        } catch (ParseException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Replaces the whole schedule. */
    public void apply(Polling polling, Collection<String> apps) {
        try {
            scheduler.clear();
            for (var app : apps) {
                var job = JobBuilder.newJob(PollJob.class).withIdentity(app).build();
                scheduler.scheduleJob(job, trigger(polling, app));
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz refuses a schedule that was checked before", e);
        }
    }

    private Trigger trigger(Polling polling, String app) {
        var builder = TriggerBuilder.newTrigger().withIdentity(app).forJob(JobKey.jobKey(app));
        return switch (polling) {
            case Polling.Every every ->
                builder.startAt(Date.from(time.now().plus(Jitter.firstWait(every.interval(), app))))
                        .withSchedule(every(Jitter.period(every.interval(), app)))
                        .build();
            case Polling.Cron cron ->
                builder.withSchedule(cron(cron.expression())).build();
        };
    }

    private static ScheduleBuilder<? extends Trigger> every(Duration period) {
        return SimpleScheduleBuilder.simpleSchedule()
                .withIntervalInMilliseconds(period.toMillis())
                .repeatForever()
                .withMisfireHandlingInstructionNextWithRemainingCount();
    }

    private ScheduleBuilder<? extends Trigger> cron(String expression) {
        return CronScheduleBuilder.cronSchedule(expression)
                .inTimeZone(TimeZone.getTimeZone(time.zone()))
                .withMisfireHandlingInstructionFireAndProceed();
    }

    /** When the app is polled next; empty if it is not scheduled. */
    public Optional<Instant> nextPoll(String app) {
        try {
            return Optional.ofNullable(scheduler.getTrigger(TriggerKey.triggerKey(app)))
                    .flatMap(trigger -> Optional.ofNullable(trigger.getNextFireTime()))
                    .map(Date::toInstant);
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz's memory cannot be read", e);
        }
    }

    @Override
    public void close() {
        try {
            scheduler.shutdown(true);
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not stop", e);
        }
    }
}
