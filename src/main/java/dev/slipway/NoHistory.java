package dev.slipway;

import dev.slipway.deploy.History;
import dev.slipway.model.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The journal of a {@code data_dir} in which nothing was ever done: to be looked at without making it. */
final class NoHistory implements History {
    @Override
    public Deployment begin(Deployment.Intent intent, Instant now) {
        throw onlyLooking();
    }

    @Override
    public void record(Deployment deployment) {
        throw onlyLooking();
    }

    @Override
    public void continueAfter(long id) {
        throw onlyLooking();
    }

    @Override
    public Optional<Deployment> find(long id) {
        return Optional.empty();
    }

    @Override
    public List<Deployment> of(String app, int limit) {
        return List.of();
    }

    @Override
    public List<Deployment> newest(int limit) {
        return List.of();
    }

    @Override
    public List<Deployment> unfinished(String app) {
        return List.of();
    }

    @Override
    public List<PhaseStart> phases(long id) {
        return List.of();
    }

    @Override
    public AppState state(String app) {
        return AppState.FREE;
    }

    @Override
    public void save(String app, AppState state) {
        throw onlyLooking();
    }

    @Override
    public void decided(String app, Decision decision) {
        throw onlyLooking();
    }

    @Override
    public List<Decision> decisions(String app, int limit) {
        return List.of();
    }

    @Override
    public void pushed(Push push) {
        throw onlyLooking();
    }

    @Override
    public List<Push> pushes(String app, int limit) {
        return List.of();
    }

    private static IllegalStateException onlyLooking() {
        return new IllegalStateException("a command that only looks has tried to write the history");
    }
}
