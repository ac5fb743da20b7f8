package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.ManualTime;
import dev.slipway.testkit.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed for shells and for man, read by the real ones. */
class ShellHelpIT {
    @TempDir
    private Path folder;

    @Test
    void fishCompletesCommandsTheirSubcommandsAndOptions() throws Exception {
        var script = Files.writeString(folder.resolve("slipway.fish"), printed("completion", "fish"));
        assertTrue(
                completed(script, "slipway roll").startsWith("rollback\tGoes back to"),
                completed(script, "slipway roll"));
        assertEquals(List.of("--dry-run"), names(completed(script, "slipway prune --dry")));
        assertEquals(List.of("verify"), names(completed(script, "slipway webhook v")));
        assertEquals(List.of("--public"), names(completed(script, "slipway webhook test --pu")));
        assertEquals(List.of(), names(completed(script, "slipway status --dry")), "an option of others");
        Files.writeString(folder.resolve("needle.yaml"), "");
        assertTrue(
                completed(script, "slipway --config " + folder + "/nee").contains("needle.yaml"),
                "a file where a file is meant");
    }

    @Test
    void manReadsThePageWithoutAWarningAndItHasEveryCommand() throws Exception {
        var page = Files.writeString(folder.resolve("slipway.1"), printed("man") + "\n");
        // A date would make the same commit's tarball another each day.
        var lint = Command.run(List.of("mandoc", "-T", "lint", page.toString()), Map.of())
                .out()
                .lines()
                .filter(line -> !line.contains("missing date"))
                .filter(line -> line.contains("WARNING") || line.contains("ERROR"))
                .toList();
        assertEquals(List.of(), lint);
        var shown = Command.run(List.of("mandoc", "-T", "ascii", page.toString()), Map.of())
                .expecting(0)
                .out()
                .replaceAll(".\b", "");
        for (var name : CommandLineInterface.commands()) {
            assertTrue(shown.contains("\n   " + name), name + " is missing in\n" + shown);
        }
        assertTrue(shown.contains("webhook verify"), shown);
        assertTrue(shown.contains("--dry-run"), shown);
    }

    private static String completed(Path script, String line) {
        return Command.run(
                        List.of("fish", "--no-config", "-c", "source " + script + "; complete -C '" + line + "'"),
                        Map.of())
                .expecting(0)
                .out();
    }

    private static List<String> names(String completions) {
        return completions.lines().map(line -> line.split("\t", -1)[0]).toList();
    }

    private String printed(String... command) {
        var terminal = new RecordedTerminal();
        var backend = new FakeBackend(folder.resolve("agent.sock"), new FakeOperations(folder));
        var context = new Context(terminal, backend, new ManualTime(), Map.of(), Optional.empty());
        assertEquals(0, CommandLineInterface.run(context, List.of(command)));
        return String.join("\n", terminal.out);
    }
}
