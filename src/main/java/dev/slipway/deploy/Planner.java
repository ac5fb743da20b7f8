package dev.slipway.deploy;

import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.Deployment;
import dev.slipway.model.Difference;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import dev.slipway.model.Trigger;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what is to be done about an app. Pure: the same situation gives the same plan. */
final class Planner {
    private Planner() {}

    static Plan plan(Situation s) {
        var asked = s.request().commit();
        if (asked.isPresent()) {
            return plan(s, asked.get());
        }
        var git = s.app().git();
        return switch (s.tip().orElseThrow()) {
            case Source.Tip.At at -> vanished(s, at).orElseGet(() -> plan(s, at.commit()));
            case Source.Tip.EmptyRepository ignored ->
                heldBack(Optional.empty(), "the repository is empty: waiting for its first commit");
            case Source.Tip.NoSuchRef ignored ->
                heldBack(
                        Optional.empty(),
                        "the repository has no branch " + git.branch()
                                + "; what runs is kept; set git.branch to one that is there, or push it");
            case Source.Tip.NoTag none -> heldBack(Optional.empty(), Reasons.noTag(s, none));
        };
    }

    /** Taking a tag away, as a release that is called back or a slip of the hand, never brings an older version in. */
    private static Optional<Plan> vanished(Situation s, Source.Tip.At at) {
        var tags = s.app().git().tag();
        var left = at.tag().flatMap(tag -> tags.flatMap(it -> it.version(tag)));
        var running = s.runningTag().flatMap(tag -> tags.flatMap(it -> it.version(tag)));
        return left.isPresent()
                        && running.isPresent()
                        && running.get().compareTo(left.get()) > 0
                        && !s.request().trigger().byPerson()
                ? Optional.of(heldBack(Optional.of(at.commit()), Reasons.vanished(s, at)))
                : Optional.empty();
    }

    private static Plan plan(Situation s, Commit commit) {
        if (isRunning(s, commit) && !s.request().retry()) {
            return new Plan.UpToDate(commit, Reasons.upToDate(s, commit));
        }
        if (s.study().untouched()) {
            return new Plan.UpToDate(commit, Reasons.untouched(s, commit));
        }
        return brokenHold(s, commit)
                .or(() -> s.request().trigger().byPerson() ? Optional.empty() : automaticHold(s, commit))
                .orElseGet(() -> deploy(s, commit));
    }

    private static boolean isRunning(Situation s, Commit commit) {
        return s.current()
                .flatMap(Container::origin)
                .filter(o -> o.commit().equals(commit) && o.configHash().equals(s.configHash()))
                .isPresent();
    }

    /** What becomes of a container that is up to date, but was changed by hand since. */
    static Plan drifted(Situation s, Plan.UpToDate plan, List<Difference> drift) {
        if (drift.isEmpty()) {
            return plan;
        }
        var words = DriftWatch.inWords(s.app(), drift);
        var repair = "repair: " + words;
        if (s.app().policy().drift() == DeployPolicy.Drift.REPORT) {
            return new Plan.UpToDate(plan.commit(), words, true);
        }
        // What comes back right after a repair is the app's own doing, and would be repaired for ever.
        var again = s.recent().stream()
                .findFirst()
                .filter(d -> d.intent().reason().startsWith(repair))
                .isPresent();
        if (again) {
            return new Plan.UpToDate(
                    plan.commit(), words + "; it was repaired before and came back, so it is left alone", true);
        }
        var hold = brokenHold(s, plan.commit()).or(() -> automaticHold(s, plan.commit()));
        return hold.<Plan>map(held -> new Plan.UpToDate(plan.commit(), words + "; " + held.reason(), true))
                .orElseGet(() -> deploy(s, plan.commit(), repair));
    }

    /** After BROKEN only a person moves the app: by a retry, a rollback, or {@code resume}. */
    private static Optional<Plan> brokenHold(Situation s, Commit commit) {
        if (s.request().retry() || s.request().trigger() == Trigger.ROLLBACK) {
            return Optional.empty();
        }
        return s.recent().stream()
                .findFirst()
                .filter(d -> d.phase() == Phase.BROKEN && d.id() > s.state().acknowledged())
                .map(d -> heldBack(
                        Optional.of(commit),
                        "broken since deployment " + d.id() + ": see slipway logs " + d.id()
                                + ", put it right, then slipway resume " + d.app()));
    }

    /** What a person who asks for the commit by hand overrides. */
    private static Optional<Plan> automaticHold(Situation s, Commit commit) {
        return personsHold(s, commit)
                .or(() -> failureHold(s, commit))
                .or(() -> markerHold(s, commit))
                .or(() -> windowHold(s, commit));
    }

    private static Optional<Plan> personsHold(Situation s, Commit commit) {
        var name = s.app().name();
        if (s.state().paused().isPresent()) {
            return Optional.of(heldBack(
                    Optional.of(commit), "paused: " + s.state().paused().get() + " (slipway resume " + name + ")"));
        }
        return s.state()
                .pinned()
                .map(pin -> heldBack(Optional.of(commit), "pinned to " + pin + " (slipway resume " + name + ")"));
    }

    private static Optional<Plan> markerHold(Situation s, Commit commit) {
        return s.study()
                .marker()
                .map(marker -> heldBack(
                        Optional.of(commit),
                        "its message says " + marker + "; " + s.running().orElseThrow()
                                + " goes on running until a newer commit (or slipway deploy "
                                + s.app().name() + ")"));
    }

    /**
     * A commit that failed by its own fault with the same configuration is not tried again; one that failed by anything
     * else is, ever more slowly.
     */
    private static Optional<Plan> failureHold(Situation s, Commit commit) {
        var failures = runOfFailures(s, commit);
        if (failures.isEmpty()) {
            return Optional.empty();
        }
        var last = failures.getFirst();
        var failure = last.failure().orElseThrow();
        if (failure.blame() == Blame.YOURS) {
            return Optional.of(heldBack(
                    Optional.of(commit),
                    "deployment " + last.id() + " failed: " + failure.what()
                            + "; waiting for a newer commit (or slipway " + "deploy " + last.app() + " --retry)"));
        }
        if (last.changedAt().isAfter(s.now().toInstant())) {
            return Optional.empty(); // The clock was wrong then or is now; waiting for it could take a year.
        }
        var until = last.changedAt().plus(Backoff.after(failures.size()));
        if (!s.now().toInstant().isBefore(until)) {
            return Optional.empty();
        }
        return Optional.of(new Plan.HeldBack(
                Optional.of(commit),
                "failed " + failures.size() + " times, last: " + failure.what() + "; tried again later",
                Optional.of(until)));
    }

    /** The failures of this commit with this configuration since it last succeeded, newest first. */
    private static List<Deployment> runOfFailures(Situation s, Commit commit) {
        var failures = new ArrayList<Deployment>();
        for (var deployment : s.recent()) {
            var same = deployment.commit().equals(commit)
                    && deployment.intent().configHash().equals(s.configHash());
            if (!same || deployment.phase() == Phase.CANCELLED) {
                continue;
            }
            if (deployment.phase() == Phase.SUCCEEDED) {
                break;
            }
            deployment.failure().ifPresent(ignored -> failures.add(deployment));
        }
        return failures;
    }

    private static Optional<Plan> windowHold(Situation s, Commit commit) {
        var windows = s.app().policy().windows();
        var local = s.now().toLocalTime();
        if (windows.isEmpty() || windows.stream().anyMatch(window -> window.contains(local))) {
            return Optional.empty();
        }
        var opening = windows.stream()
                .map(window -> nextOpening(s.now(), window.from()))
                .min(Instant::compareTo)
                .orElseThrow();
        return Optional.of(new Plan.HeldBack(
                Optional.of(commit),
                "outside its windows " + windows + "; waiting for the next",
                Optional.of(opening)));
    }

    private static Instant nextOpening(ZonedDateTime now, LocalTime from) {
        var today = now.with(from);
        return (today.isAfter(now) ? today : now.plusDays(1).with(from)).toInstant();
    }

    private static Plan deploy(Situation s, Commit commit) {
        return deploy(s, commit, Reasons.why(s, commit));
    }

    private static Plan deploy(Situation s, Commit commit, String why) {
        var swap = SwapChoice.of(s.app(), s.current());
        return new Plan.Deploy(new Deployment.Intent(
                s.app().name(),
                commit,
                s.request().trigger(),
                s.configHash(),
                swap.mode(),
                why + "; swap " + swap.mode().key() + ": " + swap.why(),
                s.tagOf(commit)));
    }

    private static Plan heldBack(Optional<Commit> commit, String reason) {
        return new Plan.HeldBack(commit, reason, Optional.empty());
    }
}
