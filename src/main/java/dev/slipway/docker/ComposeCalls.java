package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Calls of Compose for one project and one commit.
 *
 * @param tree the folder with the commit's files
 * @param files Compose files, by their paths in it
 * @param overrides files of Slipway's, which add to those
 */
record ComposeCalls(
        ComposeCommand command,
        String project,
        Path tree,
        List<String> files,
        List<Path> overrides,
        List<String> profiles) {
    ComposeCalls {
        files = List.copyOf(files);
        overrides = List.copyOf(overrides);
        profiles = List.copyOf(profiles);
    }

    /** Where Compose runs: relative paths, and a file .env, are looked for beside the first file. */
    static Path folder(Path tree, List<String> files) {
        var parent = tree.resolve(files.getFirst()).getParent();
        return parent == null ? tree : parent;
    }

    /** The same with one file more. */
    ComposeCalls with(Path override) {
        var more = new ArrayList<>(overrides);
        more.add(override);
        return new ComposeCalls(command, project, tree, files, more, profiles);
    }

    ComposeCommand.Result run(List<String> arguments, Duration limit, Consumer<String> say)
            throws DeployException, InterruptedException {
        return command.run("run docker compose " + arguments.getFirst(), whole(arguments), limit, say);
    }

    ComposeCommand.Result ask(List<String> arguments, Duration limit, Consumer<String> say)
            throws DeployException, InterruptedException {
        return command.ask("run docker compose " + arguments.getFirst(), whole(arguments), limit, say);
    }

    private List<String> whole(List<String> arguments) {
        var all = new ArrayList<>(List.of("--ansi", "never", ComposeCommand.PROJECT_NAME, project));
        files.forEach(file -> all.addAll(List.of("--file", tree.resolve(file).toString())));
        overrides.forEach(file -> all.addAll(List.of("--file", file.toString())));
        profiles.forEach(profile -> all.addAll(List.of("--profile", profile)));
        all.addAll(arguments);
        return all;
    }
}
