package dev.slipway.notify;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Outbox;
import dev.slipway.model.Letter;
import dev.slipway.model.News;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox, for those whom a full or broken disk must not stop: that is just when there is something to tell. What cannot be
 * put down is kept in memory and lives as long as the process. Safe for threads.
 */
final class SafeOutbox {
    private static final Logger LOG = LoggerFactory.getLogger(SafeOutbox.class);

    private final Outbox disk;
    /** Letters that are not on disk, by ids below zero. */
    private final Map<Long, Letter> loose = new HashMap<>();
    /** What is known of letters on disk beyond what is written there. */
    private final Map<Long, Letter> newer = new HashMap<>();

    private final Set<Long> gone = new HashSet<>();
    private final Set<String> troubles = new HashSet<>();
    private long lastLoose;
    private boolean warned;

    SafeOutbox(Outbox disk) {
        this.disk = disk;
    }

    synchronized void put(List<String> recipients, News news) {
        try {
            var dropped = disk.put(recipients, news);
            if (dropped > 0) {
                LOG.warn("{} notifications were dropped: more than {} wait to be sent", dropped, Outbox.MOST);
            }
            warned = false;
        } catch (DeployException e) {
            warn("put down", e);
            for (var recipient : recipients) {
                if (loose.size() < Outbox.MOST) {
                    lastLoose--;
                    loose.put(lastLoose, new Letter(lastLoose, recipient, news, 0, news.at(), ""));
                }
            }
        }
    }

    /** Where that cannot be known, it counts as told: rather nothing than the same again at every start. */
    synchronized boolean isTold(long deployment) {
        try {
            return disk.isTold(deployment);
        } catch (DeployException e) {
            warn("read", e);
            return true;
        }
    }

    /** All that wait, oldest first. */
    synchronized List<Letter> waiting() {
        var all = new ArrayList<Letter>();
        try {
            for (var letter : disk.waiting()) {
                if (!gone.contains(letter.id())) {
                    all.add(newer.getOrDefault(letter.id(), letter));
                }
            }
        } catch (DeployException e) {
            warn("read", e);
        }
        loose.values().stream().sorted((a, b) -> Long.compare(b.id(), a.id())).forEach(all::add);
        return all;
    }

    synchronized void postpone(Letter letter) {
        if (letter.id() < 0) {
            loose.put(letter.id(), letter);
            return;
        }
        try {
            disk.postpone(letter);
            newer.remove(letter.id());
        } catch (DeployException e) {
            warn("written", e);
            newer.put(letter.id(), letter);
        }
    }

    synchronized void remove(long id) {
        newer.remove(id);
        if (loose.remove(id) != null) {
            return;
        }
        try {
            disk.remove(id);
        } catch (DeployException e) {
            // It is not sent again, unless the process ends before the disk can be written.
            warn("written", e);
            gone.add(id);
        }
    }

    /** Whether the trouble is new. */
    synchronized boolean raise(String trouble, Instant now) {
        var fresh = troubles.add(trouble);
        try {
            return disk.raise(trouble, now) && fresh;
        } catch (DeployException e) {
            warn("written", e);
            return fresh;
        }
    }

    /** Whether it was there. */
    synchronized boolean clear(String trouble) {
        var known = troubles.remove(trouble);
        try {
            return disk.clear(trouble) || known;
        } catch (DeployException e) {
            warn("written", e);
            return known;
        }
    }

    private void warn(String act, DeployException why) {
        if (!warned) {
            LOG.warn(
                    "what is still to be told cannot be {}: {}; it is kept in memory for as long as the agent runs",
                    act,
                    why.failure().what());
        }
        warned = true;
    }
}
