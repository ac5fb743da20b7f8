package dev.slipway.notify;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.Report;
import dev.slipway.model.Report.State;
import dev.slipway.model.ReportSpec;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts down what forges are to show of a deployment, each time that it changes its state. */
final class ReportDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ReportDesk.class);

    private final SafeReports reports;
    private final Function<String, Optional<ReportSpec>> specs;
    private final Runnable wake;
    private final Past history;
    private final UnaryOperator<String> redaction;

    /**
     * Puts nothing down yet.
     *
     * @param specs of an app by its name; empty for one that is not reported
     * @param wake is called when there is something new
     * @param redaction takes out of a text all that is secret
     */
    ReportDesk(
            SafeReports reports,
            Function<String, Optional<ReportSpec>> specs,
            Runnable wake,
            Past history,
            UnaryOperator<String> redaction) {
        this.reports = reports;
        this.specs = specs;
        this.wake = wake;
        this.history = history;
        this.redaction = redaction;
    }

    /** A deployment by its id. */
    interface Past {
        Optional<Deployment> find(long id) throws DeployException;
    }

    /** A deployment has entered another phase. */
    void changed(Deployment deployment) {
        specs.apply(deployment.app()).ifPresent(spec -> {
            var kinds = EnumSet.allOf(Report.Kind.class);
            kinds.removeIf(kind -> !spec.wants(kind));
            reports.put(kinds, of(deployment));
            wake.run();
        });
    }

    /** Puts down what changed just when an earlier process was killed. */
    void catchUp() {
        for (var entry : reports.all()) {
            if (!entry.report().state().isFinal()) {
                try {
                    history.find(entry.report().deployment()).ifPresent(this::changed);
                } catch (DeployException e) {
                    LOG.warn(
                            "whether all of {} was reported cannot be read: {}",
                            entry.report().app(),
                            e.failure().what());
                }
            }
        }
    }

    Report of(Deployment deployment) {
        return new Report(
                deployment.app(),
                deployment.id(),
                deployment.commit(),
                deployment.startedAt(),
                state(deployment),
                Wording.cut(words(deployment), Report.LONGEST_WORDS),
                deployment.changedAt());
    }

    private static State state(Deployment deployment) {
        return switch (deployment.phase()) {
            case PLANNED, BUILDING, REPLACING, VERIFYING, ROLLING_BACK -> State.PENDING;
            case SUCCEEDED -> State.SUCCESS;
            case FAILED, ROLLED_BACK ->
                deployment
                                .failure()
                                .map(Failure::blame)
                                .filter(Blame.YOURS::equals)
                                .isPresent()
                        ? State.FAILURE
                        : State.ERROR;
            case BROKEN -> State.ERROR;
            case CANCELLED -> State.CANCELLED;
        };
    }

    private String words(Deployment deployment) {
        return switch (deployment.phase()) {
            case PLANNED, BUILDING -> "building";
            // Two phases with the same words, so that the second is no news.
            case REPLACING, VERIFYING -> "going live";
            case ROLLING_BACK -> because("rolling back", deployment);
            case SUCCEEDED ->
                "live after "
                        + Duration.between(deployment.startedAt(), deployment.changedAt())
                                .toSeconds()
                        + " s";
            case FAILED -> because("failed, nothing was touched", deployment);
            case ROLLED_BACK -> because("rolled back", deployment);
            case BROKEN -> because("broken, a person is needed", deployment);
            case CANCELLED -> because("cancelled", deployment);
        };
    }

    private String because(String what, Deployment deployment) {
        return deployment
                .failure()
                .map(failure -> what + ": "
                        + redaction
                                .apply(failure.what())
                                .replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ")
                                .strip())
                .orElse(what);
    }
}
