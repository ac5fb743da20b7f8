package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.ByteSize;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code slipway prune}: what each success does, on demand. */
@CommandLine.Command(
        name = "prune",
        description = "Removes images of the apps beyond their keep, and prints what it removed.",
        mixinStandardHelpOptions = true)
final class PruneCommand extends Command {
    @Option(names = "--dry-run", description = "only prints what would be removed")
    private boolean dryRun;

    @Option(names = "--json")
    private boolean json;

    @Override
    Access access() {
        return Access.ACT;
    }

    @Override
    ExitCode run(Session session) throws DeployException {
        var pruning = session.operations().prune(dryRun);
        var pruned = pruning.images();
        pruning.missed().forEach(failure -> terminal().err(failure.what() + "; " + failure.next()));
        var code = ExitCode.gravest(pruning.missed().stream().map(ExitCode::of).toList());
        if (json) {
            var root = JsonNodeFactory.instance.objectNode().put("dry_run", dryRun);
            var list = root.putArray("images");
            pruned.forEach(each -> list.addObject()
                    .put("app", each.app())
                    .put("name", each.image().name())
                    .put("bytes", each.image().bytes()));
            var missed = root.putArray("missed");
            pruning.missed().forEach(failure -> missed.add(failure.what()));
            terminal().out(Json.text(root, terminal().style()));
            return code;
        }
        pruned.forEach(each -> terminal()
                .out(each.app() + "  " + each.image().name() + "  "
                        + ByteSize.inWords(each.image().bytes())));
        terminal()
                .err(
                        pruned.isEmpty()
                                ? "no image is beyond the keep of its app"
                                : (dryRun ? "would remove " : "removed ") + pruned.size()
                                        + (pruned.size() == 1 ? " image" : " images")
                                        + "; layers that others share stay");
        return code;
    }
}
