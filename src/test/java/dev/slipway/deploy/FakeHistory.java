package dev.slipway.deploy;

import dev.slipway.model.Blame;
import dev.slipway.model.Deployment;
import dev.slipway.model.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A journal in memory, which outlives the processes of a test. */
final class FakeHistory implements History {
    private final Effects effects;
    private final TreeMap<Long, Deployment> deployments = new TreeMap<>();
    private final Map<Long, List<PhaseStart>> phases = new HashMap<>();
    private final Map<String, AppState> states = new HashMap<>();
    private final Map<String, List<Decision>> decisions = new HashMap<>();
    private final List<Push> pushes = new ArrayList<>();
    private long lastId;

    FakeHistory(Effects effects) {
        this.effects = effects;
    }

    @Override
    public Deployment begin(Deployment.Intent intent, Instant now) throws DeployException {
        effects.about("journal PLANNED");
        lastId++;
        var deployment = Deployment.planned(lastId, intent, now);
        put(deployment);
        return deployment;
    }

    @Override
    public void record(Deployment deployment) throws DeployException {
        effects.about("journal " + deployment.phase());
        if (!deployments.containsKey(deployment.id())) {
            throw new DeployException(Blame.OURS, "deployment " + deployment.id() + " was never begun", "");
        }
        put(deployment);
    }

    private void put(Deployment deployment) {
        var known = phases.computeIfAbsent(deployment.id(), ignored -> new ArrayList<>());
        if (known.isEmpty() || known.getLast().phase() != deployment.phase()) {
            known.add(new PhaseStart(deployment.phase(), deployment.changedAt()));
        }
        deployments.put(deployment.id(), deployment);
    }

    @Override
    public void continueAfter(long id) {
        lastId = Math.max(lastId, id);
    }

    @Override
    public Optional<Deployment> find(long id) {
        return Optional.ofNullable(deployments.get(id));
    }

    @Override
    public List<Deployment> of(String app, int limit) {
        effects.requireAlive();
        return newest(Integer.MAX_VALUE).stream()
                .filter(d -> d.app().equals(app))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Deployment> newest(int limit) {
        return deployments.values().stream()
                .sorted(Comparator.comparingLong(Deployment::id).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public List<Deployment> unfinished(String app) {
        return of(app, Integer.MAX_VALUE).stream()
                .filter(d -> !d.phase().isTerminal())
                .toList();
    }

    @Override
    public List<PhaseStart> phases(long id) {
        return List.copyOf(phases.getOrDefault(id, List.of()));
    }

    List<Phase> phaseNames(long id) {
        return phases(id).stream().map(PhaseStart::phase).toList();
    }

    @Override
    public AppState state(String app) {
        effects.requireAlive();
        return states.getOrDefault(app, AppState.FREE);
    }

    @Override
    public void save(String app, AppState state) throws DeployException {
        effects.about("journal state");
        states.put(app, state);
    }

    @Override
    public void decided(String app, Decision decision) throws DeployException {
        var known = decisions.computeIfAbsent(app, ignored -> new ArrayList<>());
        if (known.isEmpty() || !known.getFirst().reason().equals(decision.reason())) {
            effects.about("journal decision");
            known.addFirst(decision);
        }
    }

    @Override
    public void pushed(Push push) throws DeployException {
        effects.about("journal push");
        pushes.addFirst(push);
    }

    @Override
    public List<Push> pushes(String app, int limit) {
        effects.requireAlive();
        return pushes.stream()
                .filter(push -> push.app().equals(app))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Decision> decisions(String app, int limit) {
        return decisions.getOrDefault(app, List.of()).stream().limit(limit).toList();
    }
}
