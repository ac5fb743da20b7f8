package dev.slipway.schedule;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.Polling;
import dev.slipway.model.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.StdSchedulerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over a request for each app whenever it is time to poll it, whatever came of the one before: a sink that throws, even
 * an {@link Error}, ends no schedule. While the sink holds a request of an app it gets no other of that app; requests that
 * fell due meanwhile, or while the machine slept, are one request, at once. All threads are daemons. Safe for threads.
 */
public final class PollScheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PollScheduler.class);

    private final Time time;
    private final Scheduler scheduler;
    private final ClockWatch clockWatch;
    private Optional<Polling> polling = Optional.empty();
    private Set<String> apps = Set.of();

    /** Starts at once, with nothing to do. */
    public PollScheduler(Sink sink, Time time) {
        this.time = time;
        try {
            scheduler = new StdSchedulerFactory(quartz()).getScheduler();
            scheduler.setJobFactory((bundle, unused) ->
                    poll(sink, bundle.getJobDetail().getKey().getName()));
            scheduler.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not start: " + e.getMessage(), e);
        }
        clockWatch = new ClockWatch(time, this::clockWasSetBack);
    }

    private static Properties quartz() {
        var properties = new Properties();
        // Quartz keeps schedulers by name, for the whole JVM.
        properties.setProperty(StdSchedulerFactory.PROP_SCHED_INSTANCE_NAME, "polls-" + UUID.randomUUID());
        properties.setProperty(StdSchedulerFactory.PROP_SCHED_MAKE_SCHEDULER_THREAD_DAEMON, "true");
        // How long Quartz sleeps at most: it notices as late that the machine was suspended.
        properties.setProperty(StdSchedulerFactory.PROP_SCHED_IDLE_WAIT_TIME, "10000");
        properties.setProperty(StdSchedulerFactory.PROP_JOB_STORE_CLASS, "org.quartz.simpl.RAMJobStore");
        // Later than this, in ms, is a misfire, of which only one is made up for.
        properties.setProperty("org.quartz.jobStore.misfireThreshold", "1000");
        properties.setProperty(StdSchedulerFactory.PROP_THREAD_POOL_CLASS, "org.quartz.simpl.SimpleThreadPool");
        properties.setProperty("org.quartz.threadPool.threadCount", "2");
        properties.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        return properties;
    }

    /**
     * Polls these apps so from now on, and no others. An app that is polled so already keeps its rhythm; by an interval, any
     * other is polled soon, and then every interval, longer or shorter by up to a tenth.
     *
     * @throws IllegalArgumentException if the cron expression has a {@link #cronProblem}
     */
    public synchronized void apply(Polling newPolling, Collection<String> newApps) {
        var known = polling.filter(newPolling::equals).isPresent() ? apps : Set.<String>of();
        var wanted = new HashSet<>(newApps);
        apps.stream().filter(app -> !wanted.contains(app)).forEach(this::forget);
        var fresh = new ArrayList<>(newApps);
        fresh.removeAll(known);
        schedule(newPolling, fresh);
        polling = Optional.of(newPolling);
        apps = wanted;
    }

    private void schedule(Polling how, List<String> fresh) {
        var triggers = Triggers.of(how, fresh, time);
        triggers.forEach((app, trigger) -> {
            try {
                scheduler.scheduleJob(job(app), Set.of(trigger), true);
            } catch (SchedulerException e) {
                // Such as a cron expression for a year that is over.
                forget(app);
                LOG.warn("{} is not polled by itself: {}", app, e.getMessage());
            }
        });
    }

    private void forget(String app) {
        try {
            scheduler.deleteJob(JobKey.jobKey(app));
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not forget " + app + ": " + e.getMessage(), e);
        }
    }

    /** Quartz reckons by the wall clock: what was due in a minute would else be due in a minute and a year. */
    private synchronized void clockWasSetBack() {
        LOG.info("the clock was set back: apps are polled anew from now on");
        polling.ifPresent(how -> schedule(how, List.copyOf(apps)));
    }

    /** When the app is to be polled next; empty if it is not polled. */
    public Optional<Instant> nextPoll(String app) {
        try {
            return scheduler.getTriggersOfJob(JobKey.jobKey(app)).stream()
                    .flatMap(trigger -> Optional.ofNullable(trigger.getNextFireTime()).stream())
                    .map(date -> date.toInstant())
                    .min(Instant::compareTo);
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not tell when it polls " + app + ": " + e.getMessage(), e);
        }
    }

    /** What is wrong with a Quartz cron expression, in words; empty if nothing. */
    public static Optional<String> cronProblem(String expression) {
        return Triggers.cronProblem(expression);
    }

    private Job poll(Sink sink, String app) {
        return new PollJob(sink, app, time);
    }

    private static JobDetail job(String app) {
        return JobBuilder.newJob(PollJob.class).withIdentity(app).build();
    }

    /** Waits for the sink, and has handed over its last request when it returns. */
    @Override
    public void close() {
        clockWatch.close();
        try {
            scheduler.shutdown(true);
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not stop: " + e.getMessage(), e);
        }
    }

    /** Takes requests. One that returns before the request is done must itself see to what else it has for that app. */
    public interface Sink {
        void take(Request request) throws DeployException;
    }
}
