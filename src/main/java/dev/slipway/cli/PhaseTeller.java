package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.History;
import dev.slipway.model.Deployment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells of each phase that a deployment enters while somebody waits for it; how it ends is the outcome's to tell. */
final class PhaseTeller {
    private final History history;
    private final Terminal terminal;
    private final Map<String, Optional<Deployment>> told = new LinkedHashMap<>();

    /** What there is now is known. */
    PhaseTeller(History history, Terminal terminal, List<String> apps) throws DeployException {
        this.history = history;
        this.terminal = terminal;
        for (var app : apps) {
            told.put(app, latest(app));
        }
    }

    /** Tells what is new since the last call. */
    void look() throws DeployException {
        for (var app : List.copyOf(told.keySet())) {
            var before = told.getOrDefault(app, Optional.empty());
            var latest = latest(app);
            told.put(app, latest);
            latest.filter(d -> before.filter(b -> b.id() == d.id() && b.phase() == d.phase())
                            .isEmpty())
                    .ifPresent(d -> tell(d, before.filter(b -> b.id() == d.id()).isEmpty()));
        }
    }

    private void tell(Deployment deployment, boolean isNew) {
        var subject = deployment.app() + " " + deployment.commit() + ": ";
        if (isNew) {
            terminal.err(subject + Wording.harmless(deployment.intent().reason()) + " (slipway logs " + deployment.id()
                    + " --follow)");
        }
        if (!deployment.phase().isTerminal()) {
            terminal.err(subject + Wording.words(deployment.phase()));
        }
    }

    private Optional<Deployment> latest(String app) throws DeployException {
        return history.of(app, 1).stream().findFirst();
    }
}
