package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.deploy.DeployException;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code slipway git}: what a private repository wants before its branch can be looked at. */
@CommandLine.Command(
        name = "git",
        description = "Opens the way to a private repository.",
        mixinStandardHelpOptions = true)
final class GitCommand {
    @ParentCommand
    private Main main = new Main();

    @CommandLine.Command(
            name = "key",
            description = "Makes an app's SSH key, prints its public half, and says what to do with it.",
            mixinStandardHelpOptions = true)
    int key(@Parameters(paramLabel = "APP") String app, @Option(names = "--json") boolean json) {
        var terminal = main.context().terminal();
        try {
            var key = main.context().backend().gitTools().key(main.config(), app);
            terminal.out(json ? json(app, key) : Wording.harmless(key.publicLine()));
            tell(key);
            if (!json) {
                terminal.err(key.steps().stream().map(Wording::harmless).toList());
            }
            return (key.isNew() ? ExitCode.OK : ExitCode.USAGE).number();
        } catch (DeployException e) {
            terminal.err(OutcomeText.failure("slipway git key", e.failure()));
            return ExitCode.of(e.failure()).number();
        }
    }

    private void tell(GitTools.Key key) {
        var terminal = main.context().terminal();
        if (key.isNew()) {
            terminal.err("slipway git key: made " + key.file() + ", which its owner alone may read, and " + key.file()
                    + ".pub, the public key above (" + key.fingerprint() + ")");
            return;
        }
        terminal.err("slipway git key: " + key.file() + " is there already, and was left as it is; above is its public"
                + " key (" + key.fingerprint() + ")");
        terminal.err("  for a new one, move both halves away first: mv " + key.file() + " " + key.file() + ".old; mv "
                + key.file() + ".pub " + key.file() + ".old.pub");
    }

    private String json(String app, GitTools.Key key) {
        var root = JsonNodeFactory.instance
                .objectNode()
                .put("app", app)
                .put("file", key.file().toString())
                .put("public_key", key.publicLine())
                .put("fingerprint", key.fingerprint())
                .put("made", key.isNew());
        return Json.text(root, main.context().terminal().style());
    }
}
