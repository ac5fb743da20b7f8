package dev.slipway;

import dev.slipway.deploy.Deliveries;
import dev.slipway.model.Delivery;
import java.util.List;
import java.util.Optional;

/** The deliveries of a {@code data_dir} in which nothing was ever done: to be looked at without making it. */
final class NoDeliveries implements Deliveries {
    @Override
    public void add(Delivery delivery) {
        throw new IllegalStateException("a command that only looks has tried to write the history");
    }

    @Override
    public List<Delivery> newest(int limit) {
        return List.of();
    }

    @Override
    public Optional<Delivery> lastVerified() {
        return Optional.empty();
    }
}
