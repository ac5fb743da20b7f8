package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.Trigger;
import java.util.List;

/** Why an app is deployed or left alone, in words. */
final class Reasons {
    private static final int TAGS_NAMED = 3;

    private Reasons() {}

    static String upToDate(Situation s, Commit commit) {
        var what = commit + (s.tip().isPresent() ? ", " + place(s, commit) : ", as asked");
        var container = s.current().orElseThrow();
        if (s.app().isComposed() && !container.isUp()) {
            return "project " + container.name() + " (" + what
                    + ") was stopped, and is not started against your will: docker compose --project-name "
                    + container.name() + " start";
        }
        if (s.app().inSwarm() && !container.isUp()) {
            return "service " + container.name() + " (" + what + ") runs no task now: docker service ps "
                    + container.name();
        }
        return container.isUp()
                ? "runs " + what
                : "container " + container.name() + " (" + what
                        + ") was stopped, and is not started against your will: " + "docker start " + container.name();
    }

    static String untouched(Situation s, Commit commit) {
        return "in sync: nothing under git.paths differs between " + s.running().orElseThrow() + ", which runs, and "
                + commit + ", " + place(s, commit);
    }

    static String why(Situation s, Commit commit) {
        if (s.request().trigger() == Trigger.ROLLBACK) {
            return "rollback to " + commit + ", asked for by hand";
        }
        if (s.request().commit().isPresent() || s.request().retry()) {
            return commit + ", asked for by hand";
        }
        if (s.current().isEmpty()) {
            return commit + " is the first to run here";
        }
        if (s.running().isEmpty()) {
            return commit + " takes over from " + kind(s.app())
                    + s.current().get().name() + ", which Slipway did not make";
        }
        var running = s.running().get();
        return running.equals(commit)
                ? "the configuration changed since " + commit + " was deployed"
                : moved(s, running, commit)
                        + s.study()
                                .unknown()
                                .filter(ignored -> !s.app().git().paths().isAll())
                                .map(why -> "; git.paths could not be looked at: " + why)
                                .orElse("");
    }

    /** Where a commit was found. */
    private static String place(Situation s, Commit commit) {
        var git = s.app().git();
        return git.tag().isEmpty()
                ? "the tip of " + git.branch()
                : s.tagOf(commit).map(tag -> "tag " + tag).orElse("without a tag") + ", the newest that matches "
                        + git.tag().get();
    }

    private static String kind(App app) {
        if (app.isComposed()) {
            return "project ";
        }
        return app.inSwarm() ? "service " : "container ";
    }

    private static String moved(Situation s, Commit running, Commit commit) {
        var tag = s.tagOf(commit);
        if (s.app().git().tag().isEmpty() || tag.isEmpty()) {
            return s.app().git().branch() + " moved from " + running + " to " + commit;
        }
        if (s.runningTag().equals(tag)) {
            return "tag " + tag.get() + " was moved from " + running + " to " + commit + ", history rewritten";
        }
        return "tag " + tag.get() + " (" + commit + ") is the newest that matches "
                + s.app().git().tag().orElseThrow() + "; "
                + s.runningTag().map(was -> was + " (" + running + ")").orElse(running.toString())
                + " runs";
    }

    /** Why a tag that is there is not deployed. */
    static String vanished(Situation s, Source.Tip.At at) {
        return "tag " + s.runningTag().orElseThrow() + ", which runs, is not in the repository any more, and "
                + at.tag().orElseThrow() + " is older; what runs is kept (slipway deploy "
                + s.app().name() + " goes back)";
    }

    /** Why nothing is deployed where tags are followed, and there is none. */
    static String noTag(Situation s, Source.Tip.NoTag none) {
        var pattern = s.app().git().tag().orElseThrow();
        var waiting = s.running().isPresent()
                ? "no tag matches " + pattern + "; what runs is kept"
                : "waiting for the first tag that matches " + pattern;
        return waiting + others(none.others());
    }

    private static String others(List<String> tags) {
        if (tags.isEmpty()) {
            return "";
        }
        int more = tags.size() - TAGS_NAMED;
        return " (passed over, as no versions such as 1.2.3 or as pre-releases: "
                + String.join(", ", tags.subList(0, Math.min(tags.size(), TAGS_NAMED)))
                + (more > 0 ? " and " + more + " more" : "") + ")";
    }
}
