package dev.slipway.dashboard;

import dev.slipway.model.DashboardSpec;
import java.util.function.Supplier;

/** Decides who answers what: strangers' names first, then what is open to all, then what one must be known for. */
final class Desk {
    private final Supplier<DashboardSpec> spec;
    private final Doorkeeper door;
    private final SignIn signIn;
    private final Actions actions;
    private final Streams streams;
    private final Routes routes;
    private final Page page = new Page();

    Desk(
            Supplier<DashboardSpec> spec,
            Doorkeeper door,
            SignIn signIn,
            Actions actions,
            Streams streams,
            Routes routes) {
        this.spec = spec;
        this.door = door;
        this.signIn = signIn;
        this.actions = actions;
        this.streams = streams;
        this.routes = routes;
    }

    Answer answer(Asked asked) {
        var stranger = HostNames.refusal(asked.header("Host"), spec.get());
        if (stranger.isPresent()) {
            return stranger.get();
        }
        if (asked.path().equals(SignIn.PATH)) {
            return signIn.answer(asked);
        }
        return actions.answer(asked).orElseGet(() -> asked.isRead() ? read(asked) : onlyRead());
    }

    private Answer read(Asked asked) {
        var open = page.get(asked.path(), asked.header("If-None-Match").orElse(""))
                .or(() -> routes.open(asked.path(), spec.get().badges()));
        return open.or(() -> door.refusalToRead(asked))
                .or(() -> streams.find(asked))
                .orElseGet(() -> routes.get(asked.path(), asked.query()));
    }

    private static Answer onlyRead() {
        return Answer.problem(405, "method", "what is here is read with GET").with("Allow", "GET, HEAD");
    }
}
