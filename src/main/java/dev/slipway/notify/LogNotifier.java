package dev.slipway.notify;

import dev.slipway.deploy.Notifier;
import dev.slipway.model.Blame;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.FailureText;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes each change of state into Slipway's own log: one line, or the three of a failure. */
public final class LogNotifier implements Notifier {
    private static final Logger LOG = LoggerFactory.getLogger("slipway");

    @Override
    public void changed(Deployment deployment) {
        var name = deployment.phase().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        if (deployment.phase().isTerminal() && deployment.failure().isPresent()) {
            say(deployment.failure().get().blame(), FailureText.lines(deployment));
            return;
        }
        switch (deployment.phase()) {
            case PLANNED ->
                LOG.info(
                        "{} {}: {} (deployment {})",
                        deployment.app(),
                        deployment.commit(),
                        deployment.intent().reason(),
                        deployment.id());
            case SUCCEEDED -> LOG.info("{} {}: deployed and well", deployment.app(), deployment.commit());
            default -> LOG.info("{} {}: {}", deployment.app(), deployment.commit(), name);
        }
    }

    @Override
    public void checkFailed(String app, Failure failure) {
        say(failure.blame(), FailureText.lines(app, failure));
    }

    @Override
    public void checkRecovered(String app) {
        LOG.info("{}: can be looked at again", app);
    }

    private static void say(Blame blame, List<String> lines) {
        LOG.atLevel(blame == Blame.OURS ? Level.ERROR : Level.WARN).log(String.join("\n", lines));
    }
}
