package dev.slipway.dashboard;

import dev.slipway.deploy.Outcome;
import dev.slipway.deploy.Watcher;
import dev.slipway.model.Deployment;
import dev.slipway.model.Request;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the changes of all apps, and knows of each app which was its last. */
public final class Changes implements Watcher {
    private final Map<String, Long> last = new LinkedHashMap<>();
    private long count;

    @Override
    public void changed(Deployment deployment) {
        note(deployment.app());
    }

    @Override
    public void carriedOut(Request request, Outcome outcome) {
        note(request.app());
    }

    @Override
    public void stateSet(String app) {
        note(app);
    }

    private synchronized void note(String app) {
        count++;
        last.put(app, count);
    }

    /** How many there were. */
    synchronized long count() {
        return count;
    }

    /** The last change of each app that has changed since there were so many. */
    synchronized Map<String, Long> since(long seen) {
        var since = new LinkedHashMap<String, Long>();
        last.forEach((app, change) -> {
            if (change > seen) {
                since.put(app, change);
            }
        });
        return since;
    }
}
