package dev.slipway;

import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Delivery;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Deliveries of which somebody else is told too. */
record Overheard(Deliveries kept, Consumer<Delivery> other) implements Deliveries {
    @Override
    public void add(Delivery delivery) throws DeployException {
        other.accept(delivery);
        kept.add(delivery);
    }

    @Override
    public List<Delivery> newest(int limit) throws DeployException {
        return kept.newest(limit);
    }

    @Override
    public Optional<Delivery> lastVerified() throws DeployException {
        return kept.lastVerified();
    }
}
