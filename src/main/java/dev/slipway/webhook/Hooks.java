package dev.slipway.webhook;

import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.Time;
import dev.slipway.model.App;
import dev.slipway.model.Request;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the listener needs of the rest of Slipway. All of it may be called from several threads at once.
 *
 * @param apps those of the configuration in force
 * @param nudge hands a request on and returns at once; of those for one app that wait, the latest wins
 * @param deliveries where is kept what came in
 * @param explainer why a delivery was not believed
 * @param alive whether the poll loop lives
 */
public record Hooks(
        Supplier<List<App>> apps,
        Consumer<Request> nudge,
        Deliveries deliveries,
        Explainer explainer,
        BooleanSupplier alive,
        Time time) {
    public Hooks {
        Objects.requireNonNull(apps);
        Objects.requireNonNull(nudge);
        Objects.requireNonNull(deliveries);
        Objects.requireNonNull(explainer);
        Objects.requireNonNull(alive);
        Objects.requireNonNull(time);
    }
}
