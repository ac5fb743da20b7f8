package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Plan;
import dev.slipway.model.Request;
import dev.slipway.model.SkipMarker;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Looks at the branch, the engine and the journal, and has the planner decide; remembers the last look at each branch. */
final class Survey {
    /** Failures of one commit lie close together; further back nothing bears on a plan. */
    private static final int DEPLOYMENTS_READ = 50;

    private final Ports ports;
    private final RemotePatience patience;
    private final Publication publication;
    private final DriftWatch drift;
    private final Map<String, AppStatus.Check> checks = new ConcurrentHashMap<>();

    /** @param patience with remotes, which all hosts ask */
    Survey(Ports ports, RemotePatience patience) {
        this.ports = ports;
        this.drift = new DriftWatch(ports);
        this.patience = patience;
        this.publication = new Publication(ports, patience);
    }

    Plan plan(App app, Request request) throws DeployException, InterruptedException {
        var tip = request.commit().isPresent() ? Optional.<Source.Tip>empty() : Optional.of(look(app, request));
        var containers = ports.containers();
        var current = Lineup.of(app, ports).current();
        var situation = new Situation(
                app,
                request,
                tip,
                current,
                runningTag(current),
                containers.configHash(app),
                ports.history().of(app.name(), DEPLOYMENTS_READ),
                ports.history().state(app.name()),
                Study.NONE,
                ports.time().now().atZone(ports.time().zone()));
        var plan = Planner.plan(situation);
        if (plan instanceof Plan.Deploy due) {
            plan = Planner.plan(situation.knowing(study(situation, due.intent().commit())));
        }
        if (plan instanceof Plan.Deploy due) {
            return publication.await(app, request, due);
        }
        return plan instanceof Plan.UpToDate upToDate && situation.current().isPresent()
                ? Planner.drifted(
                        situation,
                        upToDate,
                        drift.of(
                                app,
                                situation.current().get(),
                                request.trigger().byPerson()))
                : plan;
    }

    /** Reads of the commit what may hold it back by itself, where something runs meanwhile that it would replace. */
    private Study study(Situation s, Commit commit) throws InterruptedException {
        var running = s.running();
        if (s.request().trigger().byPerson()
                || running.isEmpty()
                || running.get().equals(commit)) {
            return Study.NONE;
        }
        Optional<String> marker = Optional.empty();
        try {
            marker = marker(s.app(), commit);
            var compared = !s.app().git().paths().isAll() && s.isConfigured();
            return new Study(
                    marker, compared && !ports.source().touches(s.app(), running.get(), commit), Optional.empty());
        } catch (DeployException e) {
            // A commit that cannot be brought here is not built either; that it fails is said and retried as of any
            // build.
            return new Study(marker, false, Optional.of(e.failure().what()));
        }
    }

    private Optional<String> marker(App app, Commit commit) throws DeployException, InterruptedException {
        if (app.git().tag().isPresent()) {
            // Whoever sets a tag wants this version, whatever the commit was once marked for.
            return Optional.empty();
        }
        try (var tree = ports.source().fetch(app, commit)) {
            return SkipMarker.in(tree.message());
        }
    }

    /** The tag by which the commit that runs was found, as the journal has it. */
    Optional<String> runningTag(Optional<Container> current) throws DeployException {
        var origin = current.flatMap(Container::origin);
        return origin.isEmpty()
                ? Optional.empty()
                : ports.history()
                        .find(origin.get().deployment())
                        .filter(d -> d.commit().equals(origin.get().commit()))
                        .flatMap(d -> d.intent().tag());
    }

    Optional<AppStatus.Check> lastCheck(String app) {
        return Optional.ofNullable(checks.get(app));
    }

    private Source.Tip look(App app, Request request) throws DeployException, InterruptedException {
        var git = app.git();
        var refusal = patience.refusal(git, request);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        try {
            var tip = ports.source().tip(git);
            patience.answered(git);
            var at = tip instanceof Source.Tip.At found ? Optional.of(found) : Optional.<Source.Tip.At>empty();
            remember(
                    app,
                    new AppStatus.Check(
                            ports.time().now(),
                            at.map(Source.Tip.At::commit),
                            Optional.empty(),
                            at.flatMap(Source.Tip.At::tag)));
            return tip;
        } catch (DeployException e) {
            patience.failed(git, e);
            remember(app, new AppStatus.Check(ports.time().now(), Optional.empty(), Optional.of(e.failure())));
            throw e;
        }
    }

    private void remember(App app, AppStatus.Check check) {
        checks.put(app.name(), check);
    }
}
