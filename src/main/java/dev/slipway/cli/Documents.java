package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.deploy.AppStatus;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code --json} prints, for who asks by another way than a command: the same writer, so that both always say the same. */
public final class Documents {
    private final Session session;
    private final Time time;

    public Documents(Session session, Time time) {
        this.session = session;
        this.time = time;
    }

    /** That of {@code slipway status --json}. */
    public String status() throws DeployException {
        return status(session.operations().status()).toString();
    }

    /** The app's part of {@link #status}; empty if the configuration has none of that name. */
    public Optional<String> app(String name) throws DeployException {
        if (!session.apps().contains(name)) {
            return Optional.empty();
        }
        return Optional.of(status(List.of(session.operations().status(name)))
                .get("apps")
                .get(0)
                .toString());
    }

    /** That of {@code slipway history APP --json -n LIMIT}; empty if the configuration has no such app. */
    public Optional<String> deployments(String app, int limit) throws DeployException {
        if (!session.apps().contains(app)) {
            return Optional.empty();
        }
        return Optional.of(
                history(session.operations().history().of(app, limit)).toString());
    }

    /** The deployment's part of {@code slipway history --json}; empty if there is none with that id. */
    public Optional<String> deployment(long id) throws DeployException {
        var found = session.operations().history().find(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                history(List.of(found.get())).get("deployments").get(0).toString());
    }

    private ObjectNode status(List<AppStatus> apps) throws DeployException {
        var root = Json.status(apps, session.webhook(), time.now(), session.watch(), session::nextPoll);
        return Json.noticing(Described.by(session, root), session.notices());
    }

    private ObjectNode history(List<Deployment> deployments) throws DeployException {
        var entries = new ArrayList<HistoryText.Entry>();
        for (var deployment : deployments) {
            entries.add(HistoryText.Entry.of(deployment, session.operations().history()));
        }
        return Json.history(entries, time.now());
    }
}
