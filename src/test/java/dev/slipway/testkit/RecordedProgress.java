package dev.slipway.testkit;

import dev.slipway.deploy.Progress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a deployment's log was told. */
public final class RecordedProgress implements Progress {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void line(String text) {
        lines.add(text);
    }

    @Override
    public void close() {
        // It is read after it was closed, too.
    }

    public List<String> lines() {
        return lines;
    }

    /** Whether any line has this text in it. */
    public boolean mentions(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }
}
