package dev.slipway.cli;

import dev.slipway.deploy.History;
import dev.slipway.model.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A journal to be read: what a command line never does is refused. */
record FakeJournal(List<Deployment> newestFirst) implements History {
    @Override
    public Optional<Deployment> find(long id) {
        return newestFirst.stream().filter(d -> d.id() == id).findFirst();
    }

    @Override
    public List<Deployment> of(String app, int limit) {
        return newestFirst.stream()
                .filter(d -> d.app().equals(app))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Deployment> newest(int limit) {
        return newestFirst.stream().limit(limit).toList();
    }

    @Override
    public List<Deployment> unfinished(String app) {
        return newestFirst.stream().filter(d -> !d.phase().isTerminal()).toList();
    }

    @Override
    public List<PhaseStart> phases(long id) {
        return find(id).map(d -> List.of(new PhaseStart(d.phase(), d.changedAt())))
                .orElse(List.of());
    }

    @Override
    public AppState state(String app) {
        return AppState.FREE;
    }

    @Override
    public List<Decision> decisions(String app, int limit) {
        return List.of();
    }

    @Override
    public Deployment begin(Deployment.Intent intent, Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void record(Deployment deployment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void continueAfter(long id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void save(String app, AppState state) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Push> pushes(String app, int limit) {
        return List.of();
    }

    @Override
    public void pushed(Push push) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void decided(String app, Decision decision) {
        throw new UnsupportedOperationException();
    }
}
