package dev.slipway.deploy;

import dev.slipway.model.Blame;
import dev.slipway.model.Report;
import dev.slipway.model.ReportEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reports in memory, whose disk can be full. */
public final class FakeReports implements Reports {
    private final TreeMap<Long, ReportEntry> entries = new TreeMap<>();
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
    public synchronized void put(Set<Report.Kind> kinds, Report report) throws DeployException {
        check();
        for (var kind : kinds) {
            put(kind, report);
        }
        while (entries.size() > KEPT) {
            entries.pollFirstEntry();
        }
    }

    private void put(Report.Kind kind, Report report) {
        if (kind == Report.Kind.STATUS) {
            var others = new ArrayList<>(entries.values().stream()
                    .filter(entry -> entry.kind() == kind
                            && entry.report().app().equals(report.app())
                            && entry.report().commit().equals(report.commit()))
                    .toList());
            if (others.stream().anyMatch(entry -> entry.report().deployment() > report.deployment())) {
                return;
            }
            others.stream()
                    .filter(entry -> entry.report().deployment() < report.deployment())
                    .forEach(entry -> entries.remove(entry.id()));
        }
        var before = find(kind, report.deployment());
        if (before.isEmpty()) {
            lastId++;
            entries.put(lastId, ReportEntry.first(lastId, kind, report));
        } else if (!before.get().report().saysAs(report)
                && (report.state().isFinal() || !before.get().report().state().isFinal())) {
            entries.put(before.get().id(), before.get().saying(report));
        }
    }

    private Optional<ReportEntry> find(Report.Kind kind, long deployment) {
        return entries.values().stream()
                .filter(entry -> entry.kind() == kind && entry.report().deployment() == deployment)
                .findFirst();
    }

    @Override
    public synchronized List<ReportEntry> all() throws DeployException {
        check();
        return List.copyOf(entries.values());
    }

    @Override
    public synchronized void save(ReportEntry entry) throws DeployException {
        check();
        entries.computeIfPresent(entry.id(), (id, now) -> now.asFarAs(entry));
    }

    @Override
    public synchronized void remove(long id) throws DeployException {
        check();
        entries.remove(id);
    }
}
