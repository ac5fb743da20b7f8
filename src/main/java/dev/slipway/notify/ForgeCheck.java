package dev.slipway.notify;

import dev.slipway.model.Commit;
import dev.slipway.model.Forge;
import dev.slipway.model.Report;
import dev.slipway.model.ReportSpec;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds out whether an app's reports would be taken, and shows nothing to anybody: what is sent is about a commit that no
 * repository has. Who may not write is refused before it is looked for.
 */
final class ForgeCheck {
    private static final Commit NONE = new Commit("0".repeat(40));
    private static final int UNKNOWN = 422;

    private final ForgeApi forge = new ForgeApi(new HttpSender(HttpSender.PATIENCE));

    /**
     * Asks for the repository, and then for each kind of report.
     *
     * @return what would be taken, in words
     * @throws NotSent if one would not be
     */
    String of(String app, ReportSpec spec) throws NotSent, InterruptedException {
        var answers = new ForgeAnswers(app, spec);
        var wanted = List.of(Report.Kind.values()).stream().filter(spec::wants).toList();
        var repository = forge.exchange(ForgeApi.get(spec, ""));
        if (!ForgeAnswers.isGood(repository)) {
            throw answers.trouble(repository, wanted.getFirst());
        }
        var taken = new ArrayList<Report.Kind>();
        for (var kind : wanted) {
            var reply = forge.exchange(of(app, spec, kind));
            if (!isOnlyUnknown(spec, reply)) {
                throw answers.trouble(reply, kind);
            }
            taken.add(kind);
        }
        return spec.repository() + " at " + HttpSender.site(spec.api()) + " takes "
                + taken.stream()
                        .map(kind -> kind == Report.Kind.STATUS ? "commit statuses" : "deployments")
                        .collect(Collectors.joining(" and "));
    }

    private static HttpRequest.Builder of(String app, ReportSpec spec, Report.Kind kind) {
        var test = new Report(
                app, 0, NONE, Instant.EPOCH, Report.State.PENDING, "slipway notify test sent this", Instant.EPOCH);
        return switch (kind) {
            case STATUS -> ForgeApi.post(spec, "/statuses/" + NONE.sha(), ForgeApi.status(spec, test));
            case DEPLOYMENT -> ForgeApi.post(spec, "/deployments", ForgeApi.deployment(spec, test, NONE.sha()));
        };
    }

    /** GitHub says so; of Gitea, each version has its own way to, so that only a refusal counts. */
    private static boolean isOnlyUnknown(ReportSpec spec, HttpSender.Reply reply) {
        return spec.forge() == Forge.GITEA
                ? reply.status() != 401 && reply.status() != 403 && reply.status() != 429
                : reply.status() == UNKNOWN;
    }
}
