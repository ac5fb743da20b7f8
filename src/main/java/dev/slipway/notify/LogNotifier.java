package dev.slipway.notify;

import dev.slipway.deploy.History;
import dev.slipway.deploy.Notifier;
import dev.slipway.deploy.Silence;
import dev.slipway.model.Blame;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.FailureText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes one entry into the log a change of state; a failure at its end has three lines, at the level of its blame. */
public final class LogNotifier implements Notifier {
    private final Logger log;

    public LogNotifier() {
        this(LoggerFactory.getLogger(LogNotifier.class));
    }

    LogNotifier(Logger log) {
        this.log = log;
    }

    @Override
    public void changed(Deployment deployment) {
        var subject = deployment.app() + " " + deployment.commit() + ": ";
        switch (deployment.phase()) {
            case PLANNED ->
                log.info(
                        "{}deployment {} by {}: {}",
                        subject,
                        deployment.id(),
                        lower(deployment.intent().trigger()),
                        deployment.intent().reason());
            case BUILDING -> log.info("{}building", subject);
            case REPLACING ->
                log.info("{}replacing, {}", subject, deployment.intent().swap().key());
            case VERIFYING -> log.info("{}verifying", subject);
            case SUCCEEDED -> log.info("{}live after {}", subject, tookOf(deployment));
            case CANCELLED -> log.info("{}cancelled{}", subject, whatOf(deployment));
            // Told at level info: how it ends is told in a moment, in full.
            case ROLLING_BACK -> log.info("{}rolling back{}", subject, whatOf(deployment));
            case FAILED, ROLLED_BACK, BROKEN -> failed(deployment, subject);
        }
    }

    private void failed(Deployment deployment, String subject) {
        var lines = FailureText.lines(deployment);
        deployment
                .failure()
                .ifPresentOrElse(
                        failure -> tell(failure.blame(), lines),
                        () -> log.warn("{}{} without a reason", subject, lower(deployment.phase())));
    }

    @Override
    public void checkFailed(String app, Failure failure) {
        tell(failure.blame(), FailureText.lines(app, failure));
    }

    @Override
    public void checkRecovered(String app) {
        log.info("{}: can be looked at again", app);
    }

    @Override
    public void notWritten(String app, String decided, Failure why) {
        log.warn("{}: could not write down \"{}\": {}", app, decided, why.what());
    }

    @Override
    public void pushed(History.Push push) {
        log.info("{}: pushed {} ({})", push.app(), push.reference(), push.digest());
    }

    @Override
    public void pushFailed(String app, Failure failure) {
        tell(failure.blame(), FailureText.lines(app, failure));
    }

    @Override
    public void webhookSilent(String app, Silence silence) {
        log.warn("{}: {}", app, silence.words());
    }

    @Override
    public void webhookHeard(String app) {
        log.info("{}: the webhook is heard again", app);
    }

    @Override
    public void looked(String app, Optional<Failure> failure) {
        // No change of state.
    }

    @Override
    public void drifted(String app, String words) {
        log.warn("{}: {}", app, words);
    }

    @Override
    public void driftGone(String app) {
        log.info("{}: what runs is again what was deployed", app);
    }

    private void tell(Blame blame, List<String> lines) {
        log.atLevel(blame == Blame.OURS ? Level.ERROR : Level.WARN).log("{}", String.join("\n", lines));
    }

    private static String whatOf(Deployment deployment) {
        return deployment.failure().map(failure -> ": " + failure.what()).orElse("");
    }

    private static String tookOf(Deployment deployment) {
        return Duration.between(deployment.startedAt(), deployment.changedAt()).toSeconds() + " s";
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
