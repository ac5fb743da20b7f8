package dev.slipway.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.ManualTime;
import dev.slipway.model.Polling;
import java.time.Duration;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.CronTrigger;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;

class TriggersTest {
    private final ManualTime time = new ManualTime();

    private List<Trigger> triggers(Polling polling, int apps) {
        var names = IntStream.range(0, apps).mapToObj(number -> "app" + number).toList();
        return List.copyOf(Triggers.of(polling, names, time).values());
    }

    @Test
    void firstPollsAreASecondApart() {
        var starts = triggers(new Polling.Every(Duration.ofMinutes(1)), 3).stream()
                .map(Trigger::getStartTime)
                .toList();
        assertEquals(
                List.of(
                        Date.from(time.now()),
                        Date.from(time.now().plusSeconds(1)),
                        Date.from(time.now().plusSeconds(2))),
                starts);
    }

    @Test
    void firstPollsOfManyAppsFallWithinTheInterval() {
        for (var trigger : triggers(new Polling.Every(Duration.ofSeconds(10)), 95)) {
            assertTrue(trigger.getStartTime().toInstant().isBefore(time.now().plusSeconds(10)));
        }
    }

    @Test
    void rhythmsDifferByUpToATenth() {
        var rhythms = new HashSet<Duration>();
        for (var i = 0; i < 1000; i++) {
            rhythms.add(Triggers.jittered(Duration.ofSeconds(60)));
        }
        assertTrue(rhythms.size() > 100, () -> rhythms.size() + " different ones");
        assertTrue(rhythms.stream().allMatch(each -> each.compareTo(Duration.ofSeconds(54)) >= 0));
        assertTrue(rhythms.stream().allMatch(each -> each.compareTo(Duration.ofSeconds(66)) <= 0));
    }

    @Test
    void theTriggerHasThatRhythmForEver() {
        var trigger = (SimpleTrigger)
                triggers(new Polling.Every(Duration.ofSeconds(60)), 1).getFirst();
        assertEquals(SimpleTrigger.REPEAT_INDEFINITELY, trigger.getRepeatCount());
        assertTrue(trigger.getRepeatInterval() >= 54_000 && trigger.getRepeatInterval() <= 66_000);
    }

    @Test
    void whatWasMissedIsMadeUpForOnce() {
        var every = triggers(new Polling.Every(Duration.ofSeconds(60)), 1).getFirst();
        assertEquals(
                SimpleTrigger.MISFIRE_INSTRUCTION_RESCHEDULE_NOW_WITH_REMAINING_REPEAT_COUNT,
                every.getMisfireInstruction());
        var cron = triggers(new Polling.Cron("0 0/5 * * * ?"), 1).getFirst();
        assertEquals(CronTrigger.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW, cron.getMisfireInstruction());
    }

    @Test
    void cronTimesAreThoseOfThePeopleWhoReadThem() {
        var cron = (CronTrigger) triggers(new Polling.Cron("0 0 3 * * ?"), 1).getFirst();
        assertEquals(TimeZone.getTimeZone(time.zone()), cron.getTimeZone());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0/5 * * * ?",
                "0/10 * * * * ?",
                "0 15 10 ? * MON-FRI",
                "0 15 10 ? * 6#3",
                "0 0 12 L * ?",
                "0 0 3 29 2 ?",
                "0 0 12 1 1 ? 2099",
                " 0 0/5 * * * ? "
            })
    void nothingIsWrongWith(String expression) {
        assertEquals(Optional.empty(), Triggers.cronProblem(expression));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/5 * * * *       | '*/5 * * * *' has five fields, as in a crontab; Quartz wants the seconds first",
                "every day         | 'every day' is no Quartz cron expression, such as 0 0/5 * * * ? for every five minutes: ",
                "''                | '' is no Quartz cron expression",
                "0 0/5 * * * *     | '0 0/5 * * * *' is no Quartz cron expression",
                "0 61 * * * ?      | '0 61 * * * ?' is no Quartz cron expression",
                "0 0 3 30 2 ?      | '0 0 3 30 2 ?' names a time that never comes",
                "* * * * * ?       | '* * * * * ?' polls more often than every 10 s",
                "0,50,55 * * * * ? | '0,50,55 * * * * ?' polls more often than every 10 s",
            })
    void saysInWordsWhatIsWrong(String expression, String beginning) {
        var problem = Triggers.cronProblem(expression).orElse("nothing");
        assertTrue(problem.startsWith(beginning), problem);
    }
}
