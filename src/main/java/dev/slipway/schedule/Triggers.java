package dev.slipway.schedule;

import dev.slipway.deploy.Time;
import dev.slipway.model.Polling;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.ThreadLocalRandom;
import org.quartz.CronExpression;
import org.quartz.CronScheduleBuilder;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;

/** When each app is polled, as Quartz wants to be told. */
final class Triggers {
    /** By so much the rhythm of an app may differ from the interval, so that many boxes do not ask a forge in step. */
    private static final double JITTER = 0.1;

    /** Between the first polls of two apps, so that a start is no rush. */
    private static final Duration SPREAD = Duration.ofSeconds(1);

    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final int TIMES_LOOKED_AT = 5;
    private static final int FIELDS_OF_CRONTAB = 5;

    private Triggers() {}

    /** In the order of {@code apps}. */
    static Map<String, Trigger> of(Polling polling, List<String> apps, Time time) {
        var triggers = new LinkedHashMap<String, Trigger>();
        for (var app : apps) {
            triggers.put(
                    app,
                    switch (polling) {
                        case Polling.Every every ->
                            every(every.interval(), app, firstPoll(triggers.size(), every, time));
                        case Polling.Cron cron -> cron(cron.expression(), app, time);
                    });
        }
        return triggers;
    }

    /** Within the first interval, however many apps there are. */
    private static Instant firstPoll(int number, Polling.Every every, Time time) {
        var spread = SPREAD.multipliedBy(number).toMillis();
        return time.now().plusMillis(spread % every.interval().toMillis());
    }

    private static Trigger every(Duration interval, String app, Instant first) {
        return TriggerBuilder.newTrigger()
                .withIdentity(app)
                .startAt(Date.from(first))
                .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInMilliseconds(jittered(interval).toMillis())
                        .repeatForever()
                        .withMisfireHandlingInstructionNowWithRemainingCount())
                .build();
    }

    static Duration jittered(Duration interval) {
        var factor = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
        return Duration.ofMillis(Math.max(1, Math.round(interval.toMillis() * factor)));
    }

    private static Trigger cron(String expression, String app, Time time) {
        var problem = cronProblem(expression);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
        return TriggerBuilder.newTrigger()
                .withIdentity(app)
                .startAt(Date.from(time.now()))
                .withSchedule(CronScheduleBuilder.cronSchedule(expression)
                        .inTimeZone(TimeZone.getTimeZone(time.zone()))
                        .withMisfireHandlingInstructionFireAndProceed())
                .build();
    }

    static Optional<String> cronProblem(String expression) {
        if (expression.strip().split("\\s+", -1).length == FIELDS_OF_CRONTAB) {
            return Optional.of(
                    "'" + expression + "' has five fields, as in a crontab; Quartz wants the seconds first, and a ?"
                            + " for the day of the month or of the week: 0 0/5 * * * ?");
        }
        try {
            return frequencyProblem(new CronExpression(expression)).map(problem -> "'" + expression + "' " + problem);
        } catch (ParseException e) {
            return Optional.of("'" + expression + "' is no Quartz cron expression, such as 0 0/5 * * * ? for every five"
                    + " minutes: " + e.getMessage());
        }
    }

    private static Optional<String> frequencyProblem(CronExpression cron) {
        var last = Optional.ofNullable(cron.getNextValidTimeAfter(Date.from(Instant.EPOCH)));
        if (last.isEmpty()) {
            return Optional.of("names a time that never comes");
        }
        for (var i = 1; i < TIMES_LOOKED_AT; i++) {
            var next = last.flatMap(date -> Optional.ofNullable(cron.getNextValidTimeAfter(date)));
            if (next.isEmpty()) {
                break;
            }
            if (Duration.between(last.get().toInstant(), next.get().toInstant()).compareTo(SHORTEST) < 0) {
                return Optional.of("polls more often than every " + SHORTEST.toSeconds() + " s");
            }
            last = next;
        }
        return Optional.empty();
    }
}
