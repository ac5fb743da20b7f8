package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Difference;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway diff}: in what the running container is not what was deployed. */
@CommandLine.Command(
        name = "diff",
        description = "What differs between the running container and what was deployed.",
        mixinStandardHelpOptions = true)
final class DiffCommand extends Command {
    @Parameters(paramLabel = "APP")
    private String app = "";

    @Option(names = "--json")
    private boolean json;

    @Override
    Access access() {
        return Access.LOOK;
    }

    @Override
    ExitCode run(Session session) throws DeployException {
        var underWay = session.operations().status(app).underWay();
        if (underWay.isPresent()) {
            // What a swap changes at the old container is its own work, and put back or removed at its end.
            throw new DeployException(
                    Blame.HOST,
                    app + ": deployment " + underWay.get().id() + " is under way, and changes what would be compared",
                    "ask again once it has ended: slipway logs "
                            + underWay.get().id() + " --follow");
        }
        var differences = session.operations().differences(app);
        if (json) {
            terminal().out(json(differences));
            return ExitCode.OK;
        }
        differences.forEach(each -> terminal().out(Wording.words(each.kind()) + ": " + Wording.harmless(each.what())));
        terminal()
                .err(
                        differences.stream().anyMatch(Difference::isDrift)
                                ? "slipway deploy " + app
                                        + " --retry builds and deploys the commit anew; drift: repair does so by itself"
                                : app + ": nothing was changed by hand");
        return ExitCode.OK;
    }

    private String json(List<Difference> differences) {
        var root = JsonNodeFactory.instance.objectNode().put("app", app);
        var list = root.putArray("differences");
        for (var each : differences) {
            list.addObject()
                    .put("kind", Wording.key(each.kind()))
                    .put("drift", each.isDrift())
                    .put("what", each.what());
        }
        return Json.text(root, terminal().style());
    }
}
