package dev.slipway.cli;

import dev.slipway.deploy.Outcome;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.FailureText;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tells how a request ended: success on stdout, all else on stderr. */
final class OutcomeText {
    private final Terminal terminal;
    private final Style style;

    OutcomeText(Terminal terminal) {
        this.terminal = terminal;
        this.style = terminal.style();
    }

    void tell(Outcome outcome) {
        switch (outcome) {
            case Outcome.Ended ended -> tell(ended.deployment());
            case Outcome.Nothing nothing -> terminal.err(nothing(nothing.app(), nothing.plan()));
            case Outcome.CheckFailed failed -> terminal.err(failure(failed.app(), failed.failure()));
            case Outcome.Interrupted interrupted ->
                terminal.err(interrupted.app() + ": called off before anything was touched: Slipway was told to stop");
            case Outcome.Superseded superseded ->
                terminal.err(superseded.by().app()
                        + ": a newer request took the place of this one before it began (slipway status "
                        + superseded.by().app() + ")");
        }
    }

    /** What a dry run says. */
    void tell(String app, Plan plan) {
        terminal.out(
                plan instanceof Plan.Deploy deploy
                        ? app + " " + deploy.intent().commit() + ": would be deployed: " + plan.reason()
                        : nothing(app, plan));
    }

    private static String nothing(String app, Plan plan) {
        return switch (plan) {
            case Plan.UpToDate upToDate -> app + ": nothing to do: " + upToDate.reason();
            case Plan.HeldBack held ->
                app + held.commit().map(commit -> " " + commit).orElse("") + ": held back: "
                        + held.reason()
                        + held.until()
                                .map(until -> "; looked at again at " + Wording.iso(until))
                                .orElse("");
            case Plan.Deploy deploy -> app + " " + deploy.intent().commit() + ": not deployed: " + deploy.reason();
        };
    }

    /** What failed, the evidence as it is, and what to do, of a request that touched nothing. */
    static List<String> failure(String subject, Failure failure) {
        var lines = new ArrayList<>(FailureText.lines(subject, failure));
        lines.addAll(1, failure.evidence());
        return lines.stream().map(Wording::harmless).toList();
    }

    private void tell(Deployment d) {
        if (d.phase() == Phase.SUCCEEDED) {
            var replaced = d.previous()
                    .flatMap(Container::origin)
                    .map(origin -> "; it took the place of " + origin.commit())
                    .orElse("");
            terminal.out(style.green(style.good()) + " " + d.app() + " " + d.commit() + ": deployed in "
                    + Wording.took(Duration.between(d.startedAt(), d.changedAt())) + replaced);
            return;
        }
        var lines = d.failure().isPresent()
                ? FailureText.lines(d).stream().map(Wording::harmless).toList()
                : List.of(
                        d.app() + " " + d.commit() + ": " + Wording.words(d.phase()), "  Log: slipway logs " + d.id());
        terminal.err(style.red(style.bad()) + " " + lines.getFirst());
        terminal.err(lines.subList(1, lines.size()));
    }
}
