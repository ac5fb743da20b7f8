package dev.slipway.config;

import dev.slipway.model.App;
import dev.slipway.model.Report;
import java.util.Collection;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Consumer;

/** What of a forge the apps want for themselves: two that showed their deployments in one place would overwrite each other there. */
final class ReportClaims {
    private ReportClaims() {}

    static void check(Collection<App> apps, Consumer<String> report) {
        var owners = new HashMap<String, App>();
        for (var app : apps) {
            for (var kind : Report.Kind.values()) {
                claim(app, kind)
                        .ifPresent(place -> Optional.ofNullable(owners.putIfAbsent(place, app))
                                .ifPresent(other -> report.accept("'" + other.name() + "' and '" + app.name()
                                        + "' would both report to " + place
                                        + ", and each undo what the other shows; give one of"
                                        + " them another "
                                        + (kind == Report.Kind.STATUS ? "context" : "environment"))));
            }
        }
    }

    private static Optional<String> claim(App app, Report.Kind kind) {
        return app.report().flatMap(spec -> switch (kind) {
            case STATUS -> spec.context().map(name -> "status '" + name + "' of " + spec.repository());
            case DEPLOYMENT -> spec.environment().map(it -> "environment '" + it.name() + "' of " + spec.repository());
        });
    }
}
