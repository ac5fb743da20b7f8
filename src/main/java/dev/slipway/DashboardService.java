package dev.slipway;

import dev.slipway.cli.CommandLineInterface;
import dev.slipway.cli.Documents;
import dev.slipway.dashboard.Changes;
import dev.slipway.dashboard.DashboardListener;
import dev.slipway.dashboard.Metrics;
import dev.slipway.dashboard.Sources;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.DashboardSpec;
import java.util.Optional;

/** The agent's dashboard, as the configuration in force wants it; nothing else waits for it. */
final class DashboardService implements AutoCloseable {
    private final Listening<DashboardSpec> listening;

    /** Serves nothing yet. */
    DashboardService(Assembly assembly, Time time) {
        var changes = new Changes();
        var metrics = new Metrics(time, CommandLineInterface.version());
        assembly.engine().watchedBy(changes);
        assembly.engine().watchedBy(metrics);
        assembly.webhookState().heardBy(metrics::delivered);
        var sources = new Sources(
                assembly.readiness(),
                new AgentFacts(assembly, new Documents(assembly, time), assembly.host()),
                changes,
                metrics,
                assembly.operations());
        listening = new Listening<>("dashboard", DashboardSpec::listen, spec -> open(spec, sources, time), time);
        assembly.notes().dashboardTroubledBy(listening::trouble);
    }

    private Listening.Open open(DashboardSpec spec, Sources sources, Time time) throws DeployException {
        var opening = new DashboardListener(listening::inForce, sources, CommandLineInterface.version(), time);
        opening.start(spec);
        return opening::close;
    }

    void apply(Optional<DashboardSpec> spec) {
        listening.apply(spec);
    }

    @Override
    public void close() {
        listening.close();
    }
}
