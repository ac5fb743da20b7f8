package dev.slipway.dashboard;

import dev.slipway.deploy.DeployException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how everything stands, and then of each app that changes; however many listen, the engine is asked once a change. */
final class StatusFeed implements Feed {
    private static final Logger LOG = LoggerFactory.getLogger(StatusFeed.class);

    private final Facts facts;
    private final Changes changes;
    private final Map<String, Known> known = new HashMap<>();

    StatusFeed(Facts facts, Changes changes) {
        this.facts = facts;
        this.changes = changes;
    }

    /** An app's document as it was after a change. */
    private record Known(long change, String document) {}

    @Override
    public void tell(EventStream to) throws IOException, InterruptedException {
        var seen = changes.count();
        to.event("status", all());
        while (true) {
            for (var change : changes.since(seen).entrySet()) {
                to.event("status", document(change.getKey(), change.getValue()));
                seen = Math.max(seen, change.getValue());
            }
            to.beat();
        }
    }

    /** An empty document where it cannot be told now: a hint to ask for it, and to be told why. */
    private String all() {
        try {
            return facts.status();
        } catch (DeployException e) {
            LOG.debug("dashboard: {}", e.failure().what());
            return "{}";
        }
    }

    private synchronized String document(String app, long change) {
        var before = Optional.ofNullable(known.get(app)).filter(it -> it.change() >= change);
        if (before.isPresent()) {
            return before.get().document();
        }
        var now = new Known(change, document(app));
        known.put(app, now);
        return now.document();
    }

    /** Its name alone, which needs no escape, where there is nothing more to be told now. */
    private String document(String app) {
        var hint = "{\"app\":\"" + app + "\"}";
        try {
            return facts.app(app).orElse(hint);
        } catch (DeployException e) {
            LOG.debug("dashboard: {}", e.failure().what());
            return hint;
        }
    }
}
