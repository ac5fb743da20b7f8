package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.Difference;
import java.util.List;

/** Port: in what a running container is no longer what was deployed. */
public interface Drifts {
    /** Remembers how the container is now, right after its deployment: that is what it is compared with later. */
    void remember(App app, Container container) throws DeployException;

    /** Whether there is something to compare the container with. */
    boolean remembers(App app, Container container);

    /** What differs from what was remembered; without that, what can be told all the same. In an order that stays. */
    List<Difference> of(App app, Container container) throws DeployException;
}
