package dev.slipway.docker;

import static dev.slipway.docker.NewContainer.strings;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;

/** What the engine learns from the container: its output and its health. */
final class ReportingRows {
    private ReportingRows() {}

    static Rows rows() {
        return new Rows().row(RunKey.LOGGING, ReportingRows::logging).row(RunKey.HEALTHCHECK, ReportingRows::health);
    }

    private static void logging(Run.Logging logging, NewContainer to) {
        var json = to.host().putObject("LogConfig");
        logging.driver().ifPresent(driver -> json.put("Type", driver));
        strings(json, "Config", logging.options());
    }

    /** What is left out, the engine takes from the image's own HEALTHCHECK. */
    private static void health(Run.HealthCheck check, NewContainer to) throws DeployException {
        var json = to.config().putObject("Healthcheck");
        if (!check.test().isEmpty()) {
            strings(json, "Test", check.test());
        }
        check.interval().ifPresent(time -> json.put("Interval", time.toNanos()));
        check.timeout().ifPresent(time -> json.put("Timeout", time.toNanos()));
        check.startPeriod().ifPresent(time -> json.put("StartPeriod", time.toNanos()));
        check.retries().ifPresent(count -> json.put("Retries", count));
        if (check.startInterval().isPresent()) {
            to.needs(44, "healthcheck.start_interval", "25");
            json.put("StartInterval", check.startInterval().get().toNanos());
        }
    }
}
