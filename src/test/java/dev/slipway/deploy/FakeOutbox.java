package dev.slipway.deploy;

import dev.slipway.model.Blame;
import dev.slipway.model.Letter;
import dev.slipway.model.News;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An outbox in memory, whose disk can be full. */
public final class FakeOutbox implements Outbox {
    private final TreeMap<Long, Letter> letters = new TreeMap<>();
    private final TreeSet<Long> told = new TreeSet<>();
    private final Set<String> troubles = new HashSet<>();
    private long lastId;
    private boolean full;

    /** From now on nothing can be read or written, or again. */
    public synchronized void full(boolean now) {
        full = now;
    }

    private void check() throws DeployException {
        if (full) {
            throw new DeployException(Blame.HOST, "the disk is full", "make room");
        }
    }

    @Override
    public synchronized int put(List<String> recipients, News news) throws DeployException {
        check();
        for (var recipient : recipients) {
            lastId++;
            letters.put(lastId, new Letter(lastId, recipient, news, 0, news.at(), ""));
        }
        news.deployment().ifPresent(deployment -> told.add(deployment.id()));
        while (told.size() > TOLD_KEPT) {
            told.pollFirst();
        }
        int dropped = 0;
        for (; letters.size() > MOST; dropped++) {
            letters.pollFirstEntry();
        }
        return dropped;
    }

    @Override
    public synchronized boolean isTold(long deployment) throws DeployException {
        check();
        return told.contains(deployment);
    }

    @Override
    public synchronized List<Letter> waiting() throws DeployException {
        check();
        return List.copyOf(letters.values());
    }

    @Override
    public synchronized void postpone(Letter letter) throws DeployException {
        check();
        letters.replace(letter.id(), letter);
    }

    @Override
    public synchronized void remove(long id) throws DeployException {
        check();
        letters.remove(id);
    }

    @Override
    public synchronized boolean raise(String trouble, Instant now) throws DeployException {
        check();
        return troubles.add(trouble);
    }

    @Override
    public synchronized boolean clear(String trouble) throws DeployException {
        check();
        return troubles.remove(trouble);
    }
}
