package dev.slipway;

import dev.slipway.cli.CommandLineInterface;
import dev.slipway.cli.Documents;
import dev.slipway.dashboard.DashboardListener;
import dev.slipway.deploy.Time;
import dev.slipway.model.DashboardSpec;
import java.util.Optional;

/** The agent's dashboard, as the configuration in force wants it; nothing else waits for it. */
final class DashboardService implements AutoCloseable {
    private final Listening<DashboardSpec> listening;

    /** Serves nothing yet. */
    DashboardService(Assembly assembly, Time time) {
        var facts = new AgentFacts(assembly, new Documents(assembly, time));
        listening = new Listening<>(
                "dashboard",
                DashboardSpec::listen,
                spec -> {
                    var opening =
                            new DashboardListener(assembly.readiness(), facts, CommandLineInterface.version(), time);
                    opening.start(spec);
                    return opening::close;
                },
                time);
        assembly.dashboardTroubledBy(listening::trouble);
    }

    void apply(Optional<DashboardSpec> spec) {
        listening.apply(spec);
    }

    @Override
    public void close() {
        listening.close();
    }
}
