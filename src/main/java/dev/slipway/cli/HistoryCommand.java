package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.History;
import dev.slipway.model.Blame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway history}: what was deployed, when, why, and how it went. */
@CommandLine.Command(
        name = "history",
        description = "Deployments, newest first, with trigger, outcome, duration and reason; or deliveries.",
        mixinStandardHelpOptions = true)
final class HistoryCommand extends Command {
    @Parameters(paramLabel = "APP", arity = "0..1")
    private Optional<String> app = Optional.empty();

    @Option(names = "--json")
    private boolean json;

    @Option(names = "-n", paramLabel = "N", description = "how many; default: ${DEFAULT-VALUE}", defaultValue = "20")
    private int limit = 20;

    @Option(
            names = {"-v", "--verbose"},
            description = "with phases and failures")
    private boolean verbose;

    @Option(names = "--deliveries", description = "what came in by the webhook instead, and what was made of it")
    private boolean deliveries;

    @Override
    Access access() {
        return Access.LOOK;
    }

    @Override
    ExitCode run(Session session) throws DeployException {
        if (limit < 1) {
            throw new DeployException(Blame.YOURS, "-n must be at least 1, not " + limit, "");
        }
        if (deliveries) {
            showDeliveries(session);
            return ExitCode.OK;
        }
        var entries = entries(session.operations().history());
        if (entries.isEmpty() && app.isPresent() && !session.apps().contains(app.get())) {
            throw new DeployException(
                    Blame.YOURS,
                    "the configuration has no app " + app.get() + ", and nothing was ever deployed to it",
                    "it has " + String.join(", ", session.apps()));
        }
        if (json) {
            terminal()
                    .out(Json.text(
                            Json.history(entries, context().time().now()),
                            terminal().style()));
            return ExitCode.OK;
        }
        if (entries.isEmpty()) {
            terminal().err("nothing was deployed yet");
            return ExitCode.OK;
        }
        var text = new HistoryText(terminal().style(), context().now());
        terminal().out(verbose ? text.verbose(entries) : text.table(entries));
        return ExitCode.OK;
    }

    private void showDeliveries(Session session) throws DeployException {
        var shown = session.deliveries().newest(Integer.MAX_VALUE).stream()
                .filter(delivery -> app.isEmpty() || delivery.apps().contains(app.get()))
                .limit(limit)
                .toList();
        if (json) {
            terminal().out(Json.text(Json.deliveries(shown), terminal().style()));
        } else if (shown.isEmpty()) {
            terminal().err("nothing came in by the webhook yet (slipway webhook test)");
        } else {
            terminal().out(new WebhookText(terminal().style(), context().now(), session.byAgent()).table(shown));
        }
    }

    private List<HistoryText.Entry> entries(History history) throws DeployException {
        var entries = new ArrayList<HistoryText.Entry>();
        for (var deployment : app.isPresent() ? history.of(app.get(), limit) : history.newest(limit)) {
            entries.add(HistoryText.Entry.of(deployment, history));
        }
        return entries;
    }
}
