package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What about an app needs a person's attention. */
final class Concerns {
    private Concerns() {}

    static List<String> of(AppStatus status) {
        var concerns = new ArrayList<String>();
        status.latest()
                .filter(d -> d.phase() == Phase.BROKEN)
                .flatMap(d -> d.failure())
                .ifPresent(failure -> concerns.add("broken: " + failure.what() + "; " + failure.next()));
        status.conflict().ifPresent(failure -> concerns.add(failure.what() + "; " + failure.next()));
        if (status.underWay().isEmpty()) {
            status.current()
                    .ifPresent(
                            status.app().inSwarm() || status.app().isComposed()
                                    ? it -> aboutWhole(kind(status.app()), it, concerns)
                                    : container -> aboutContainer(container, concerns));
            status.gateTrouble().ifPresent(concerns::add);
            status.latest()
                    .filter(d -> d.phase() == Phase.FAILED || d.phase() == Phase.ROLLED_BACK)
                    .ifPresent(d -> d.failure().ifPresent(f -> concerns.add(d.commit() + ": " + f.what())));
        }
        status.check().flatMap(AppStatus.Check::failure).ifPresent(failure -> concerns.add(failure.what()));
        status.decision()
                .filter(decision -> decision.kind() == History.Decision.Kind.CHECK_FAILED
                        || decision.kind() == History.Decision.Kind.DRIFTED)
                .filter(decision -> isNewest(decision, status))
                .map(History.Decision::reason)
                // A conflict is a decision's reason too, without what to do next.
                .filter(reason -> concerns.stream().noneMatch(concern -> concern.contains(reason)))
                .ifPresent(concerns::add);
        status.push().flatMap(AppStatus.Push::failure).ifPresent(failure -> concerns.add(failure.what()));
        status.silence().ifPresent(silence -> concerns.add(silence.words()));
        return concerns;
    }

    /** A look that went well and led to a deployment is entered as that, and not as a decision. */
    private static boolean isNewest(History.Decision decision, AppStatus status) {
        return status.latest().filter(d -> d.changedAt().isAfter(decision.at())).isEmpty();
    }

    private static String kind(App app) {
        return app.isComposed() ? "project " : "service ";
    }

    /** What stands for several containers. */
    private static void aboutWhole(String kind, Container whole, List<String> concerns) {
        if (!whole.isRunning() || whole.state().health() == Container.Health.UNHEALTHY) {
            concerns.add(kind + whole.name() + ": " + whole.state().healthOutput());
        }
    }

    private static void aboutContainer(Container container, List<String> concerns) {
        if (!container.isRunning()) {
            concerns.add("container " + container.name() + " is "
                    + container.state().status().name().toLowerCase(Locale.ROOT) + ", not running");
        } else if (container.state().health() == Container.Health.UNHEALTHY) {
            concerns.add("container " + container.name() + " is unhealthy: "
                    + container.state().healthOutput());
        }
    }
}
