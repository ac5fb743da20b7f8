package dev.slipway.cli;

import dev.slipway.cli.Table.Cell;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.History;
import dev.slipway.deploy.History.PhaseStart;
import dev.slipway.deploy.History.Push;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.FailureText;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code slipway history} and the head of {@code slipway logs}, for people. */
final class HistoryText {
    private static final String INDENT = "       ";

    private final Style style;
    private final ZonedDateTime now;

    HistoryText(Style style, ZonedDateTime now) {
        this.style = style;
        this.now = now;
    }

    /** A deployment, when each of its phases began, and where its image was pushed. */
    record Entry(Deployment deployment, List<PhaseStart> phases, Optional<Push> push) {
        private static final int PUSHES_READ = 200;

        Entry {
            phases = List.copyOf(phases);
        }

        static Entry of(Deployment d, History history) throws DeployException {
            var pushed = history.pushes(d.app(), PUSHES_READ).stream()
                    .filter(push -> push.deployment() == d.id())
                    .findFirst();
            return new Entry(d, history.phases(d.id()), pushed);
        }
    }

    /** A row for each, in the given order. */
    List<String> table(List<Entry> entries) {
        var table = new Table(style, "ID", "WHEN", "APP", "COMMIT", "TRIGGER", "OUTCOME", "TOOK", "REASON");
        for (var entry : entries) {
            var d = entry.deployment();
            table.row(
                    Cell.plain(Long.toString(d.id())),
                    Cell.plain(Wording.when(d.startedAt(), now)),
                    Cell.plain(d.app()),
                    Cell.plain(commit(d)),
                    Cell.plain(Wording.words(d.intent().trigger())),
                    outcome(d),
                    Cell.plain(Wording.took(lasted(d))),
                    Cell.plain(Wording.harmless(reason(d))));
        }
        return table.lines();
    }

    /** The rows with, below each, its phases, why it was begun, and how it failed. */
    List<String> verbose(List<Entry> entries) {
        var rows = table(entries);
        var lines = new ArrayList<String>();
        lines.add(rows.getFirst());
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            var d = entry.deployment();
            lines.add(rows.get(i + 1));
            lines.add(INDENT + "begun because: " + Wording.harmless(d.intent().reason()));
            lines.add(INDENT + phases(entry));
            entry.push().ifPresent(push -> lines.add(INDENT + "pushed: " + push.reference() + ", " + push.digest()));
            if (d.failure().isPresent()) {
                FailureText.lines(d).forEach(line -> lines.add(INDENT + Wording.harmless(line)));
            }
        }
        return lines;
    }

    /** What a log begins with. */
    List<String> heading(Entry entry) {
        var d = entry.deployment();
        return List.of(
                "deployment " + d.id() + ": " + d.app() + " " + commit(d) + ", "
                        + Wording.words(d.intent().trigger()) + ", begun " + Wording.when(d.startedAt(), now) + ": "
                        + outcome(d).text(),
                "  " + phases(entry));
    }

    /** {@code planned 0.1 s · building 1 min 2 s · succeeded}. */
    String phases(Entry entry) {
        var phases = entry.phases();
        var parts = new ArrayList<String>();
        for (int i = 0; i < phases.size(); i++) {
            var word = Wording.words(phases.get(i).phase());
            if (i + 1 < phases.size()) {
                parts.add(word + " " + Wording.took(phases.get(i).until(phases.get(i + 1))));
            } else {
                parts.add(
                        entry.deployment().phase().isTerminal()
                                ? word
                                : word + " for "
                                        + Wording.took(
                                                Duration.between(phases.get(i).at(), now.toInstant())));
            }
        }
        return parts.stream().collect(Collectors.joining(style.dot()));
    }

    private static String commit(Deployment d) {
        return d.commit()
                + d.intent()
                        .tag()
                        .map(tag -> " (" + Wording.harmless(tag) + ")")
                        .orElse("");
    }

    private Duration lasted(Deployment d) {
        return Duration.between(d.startedAt(), d.phase().isTerminal() ? d.changedAt() : now.toInstant());
    }

    private static String reason(Deployment d) {
        return d.failure().map(Failure::what).orElse(d.intent().reason());
    }

    private Cell outcome(Deployment d) {
        var word = Wording.words(d.phase());
        return switch (d.phase()) {
            case SUCCEEDED -> new Cell(style.good() + " " + word, style::green);
            case FAILED, ROLLED_BACK, BROKEN -> new Cell(style.bad() + " " + word, style::red);
            case CANCELLED, PLANNED, BUILDING, REPLACING, VERIFYING, ROLLING_BACK ->
                new Cell(style.pending() + " " + word, style::yellow);
        };
    }
}
