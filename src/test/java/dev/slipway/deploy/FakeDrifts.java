package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.Difference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Containers that hands change as a test wants. */
final class FakeDrifts implements Drifts {
    private final Set<String> remembered = new HashSet<>();
    private final Map<String, List<Difference>> changed = new HashMap<>();
    /** What every container does to itself. */
    private final List<Difference> always = new ArrayList<>();

    int looks;

    void change(Container container, Difference difference) {
        changed.computeIfAbsent(container.id(), each -> new ArrayList<>()).add(difference);
    }

    void changesItself(Difference difference) {
        always.add(difference);
    }

    void forget() {
        remembered.clear();
    }

    @Override
    public void remember(App app, Container container) {
        remembered.add(container.id());
    }

    @Override
    public boolean remembers(App app, Container container) {
        return remembered.contains(container.id());
    }

    @Override
    public List<Difference> of(App app, Container container) {
        looks++;
        var all = new ArrayList<>(always);
        all.addAll(changed.getOrDefault(container.id(), List.of()));
        return all;
    }
}
