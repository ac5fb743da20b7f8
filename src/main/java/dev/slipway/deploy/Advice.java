package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.Failure;
import java.util.Optional;

/** What the engine adds to an adapter's words: what still stands, and whether it is tried again. */
final class Advice {
    private Advice() {}

    /** The adapter's advice, and what happens if nobody does anything. */
    static String after(Failure failure, App app) {
        var fate = failure.blame() == Blame.YOURS
                ? "this commit is not tried again (slipway deploy " + app.name() + " --retry)"
                : "a later poll tries again";
        return failure.next().isEmpty() ? fate : failure.next() + "; " + fate;
    }

    static String untouched(Optional<Container> current) {
        return current.map(container -> container.isUp()
                        ? "still running: " + nameOf(container) + ", untouched"
                        : "as before: " + nameOf(container) + ", stopped")
                .orElse("nothing ran before, and nothing runs now");
    }

    /** The commit, or the container's name where Slipway did not make it. */
    static String nameOf(Container container) {
        return container.origin().map(o -> o.commit().abbreviated()).orElse("container " + container.name());
    }
}
