package dev.slipway.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.deploy.Silence;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.Phase;
import dev.slipway.model.SwapMode;
import dev.slipway.model.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class LogNotifierTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final RecordingLogger log = new RecordingLogger();
    private final LogNotifier notifier = new LogNotifier(log);

    private static Deployment in(Phase phase, Optional<Blame> blame) {
        var intent = new Deployment.Intent(
                "web",
                new Commit("2f6c60b" + "0".repeat(33)),
                Trigger.POLL,
                "",
                SwapMode.START_FIRST,
                "2f6c60b is new");
        return new Deployment(
                142, intent, Optional.empty(), phase, NOON, NOON.plusSeconds(12), blame.map(LogNotifierTest::failure));
    }

    private static Failure failure(Blame blame) {
        return new Failure(Phase.BUILDING, blame, "build failed", "still running: fd5f622", "fix it", List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PLANNED   | INFO web 2f6c60b: deployment 142 by poll: 2f6c60b is new",
                "BUILDING  | INFO web 2f6c60b: building",
                "REPLACING | INFO web 2f6c60b: replacing, start-first",
                "VERIFYING | INFO web 2f6c60b: verifying",
                "SUCCEEDED | INFO web 2f6c60b: live after 12 s",
                "CANCELLED | INFO web 2f6c60b: cancelled",
            })
    void eachChangeIsOneEntry(Phase phase, String entry) {
        notifier.changed(in(phase, Optional.empty()));
        assertEquals(List.of(entry), log.entries);
    }

    @Test
    void aRollbackSaysWhyItBegins() {
        notifier.changed(in(Phase.ROLLING_BACK, Optional.of(Blame.YOURS)));
        notifier.changed(in(Phase.CANCELLED, Optional.of(Blame.YOURS)));
        assertEquals(
                List.of("INFO web 2f6c60b: rolling back: build failed", "INFO web 2f6c60b: cancelled: build failed"),
                log.entries);
    }

    @ParameterizedTest
    @CsvSource({"YOURS, WARN", "REMOTE, WARN", "HOST, WARN", "OURS, ERROR"})
    void theBlameAloneDecidesTheLevelOfAFailure(Blame blame, String level) {
        for (var phase : List.of(Phase.FAILED, Phase.ROLLED_BACK, Phase.BROKEN)) {
            log.entries.clear();
            notifier.changed(in(phase, Optional.of(blame)));
            assertEquals(
                    List.of(level
                            + " web 2f6c60b: build failed\n  still running: fd5f622\n  fix it. Log: slipway logs 142"),
                    log.entries);
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void noPhaseIsPassedOverInSilence(Phase phase) {
        notifier.changed(in(phase, Optional.empty()));
        assertEquals(1, log.entries.size());
    }

    @ParameterizedTest
    @CsvSource({"REMOTE, WARN", "OURS, ERROR"})
    void tellsThatABranchCannotBeLookedAt(Blame blame, String level) {
        notifier.checkFailed("web", failure(blame));
        assertEquals(List.of(level + " web: build failed\n  still running: fd5f622\n  fix it"), log.entries);
    }

    @Test
    void tellsThatItCanAgain() {
        notifier.checkRecovered("web");
        assertEquals(List.of("INFO web: can be looked at again"), log.entries);
    }

    @Test
    void tellsWhatCouldNotBeWrittenDown() {
        notifier.notWritten("web", "up to date", failure(Blame.HOST));
        assertEquals(List.of("WARN web: could not write down \"up to date\": build failed"), log.entries);
    }

    @Test
    void tellsOfASilentWebhookAndThatItIsHeardAgain() {
        notifier.webhookSilent("web", new Silence(Optional.empty()));
        notifier.webhookHeard("web");
        assertEquals(
                List.of(
                        "WARN web: the last 3 commits were found by polling; the webhook has never been heard (slipway"
                                + " webhook test --public)",
                        "INFO web: the webhook is heard again"),
                log.entries);
    }

    private static final class RecordingLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        private final transient List<String> entries = new ArrayList<>();

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String pattern, Object[] arguments, Throwable cause) {
            entries.add(level + " " + MessageFormatter.basicArrayFormat(pattern, arguments));
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return RecordingLogger.class.getName();
        }

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
