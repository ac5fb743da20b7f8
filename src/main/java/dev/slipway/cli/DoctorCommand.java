package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.deploy.Checkup;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code slipway doctor}: checks everything that a deployment needs. The agent does, where one runs: its eyes are what count. */
@CommandLine.Command(
        name = "doctor",
        description = "Checks everything that a deploy needs, and says what to do about each finding.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    private Main main = new Main();

    @Option(names = "--json")
    private boolean json;

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "also writes a zip archive for a bug report, without secrets")
    private Optional<Path> bundle = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        if (bundle.filter(Files::exists).isPresent() && main.context().agent().isEmpty()) {
            return refuse(bundle.get() + " exists already, and is not overwritten", ExitCode.USAGE);
        }
        var code = byAgent().orElse(-1);
        if (code < 0) {
            code = here();
        }
        // Within an agent nothing is written: who asked writes it, as its own user.
        return bundle.isPresent() && main.context().agent().isEmpty() ? write(bundle.get(), code) : code;
    }

    private Optional<Integer> byAgent() throws InterruptedException {
        if (main.context().agent().isPresent()) {
            return Optional.empty();
        }
        try {
            return ControlClient.call(main.context(), main.config(), main.arguments());
        } catch (DeployException e) {
            // A configuration without a data_dir, or an agent that does not answer: that is what is to be found out.
            main.context().terminal().err(OutcomeText.failure("slipway doctor, of the agent", e.failure()));
            return Optional.empty();
        }
    }

    private int here() throws InterruptedException {
        var context = main.context();
        var config = context.agent().map(Session::configFile).or(main::config);
        var sections =
                context.backend().doctorTools().examine(config, context.agent().isPresent());
        context.terminal().out(json ? List.of(json(sections)) : text(sections));
        var wrong = sections.stream().anyMatch(section -> section.level() == Finding.Level.WRONG);
        return (wrong ? ExitCode.ANSWERED_NO : ExitCode.OK).number();
    }

    private int write(Path file, int code) {
        try {
            new Bundle(main.context(), main.config()).write(file);
            main.context().terminal().err("wrote " + file + "; look through it before you send it to anybody");
            return code;
        } catch (IOException e) {
            return refuse(file + " cannot be written: " + e, ExitCode.DOCKER);
        }
    }

    private int refuse(String what, ExitCode code) {
        main.context().terminal().err("slipway doctor: " + what);
        main.context().terminal().err("  name a file that does not exist yet, in a folder of yours");
        return code.number();
    }

    private List<String> text(List<Checkup.Section> sections) {
        var style = main.context().terminal().style();
        var lines = new ArrayList<String>();
        for (var section : sections) {
            for (var finding : section.findings()) {
                var head = section.check() + ": " + Wording.harmless(finding.what());
                lines.add(
                        switch (finding.level()) {
                            case WELL -> style.green(style.good()) + " " + head;
                            case NOTE -> style.pending() + " " + head;
                            case RISK -> style.yellow(style.pending()) + " " + head;
                            case WRONG -> style.red(style.bad()) + " " + head;
                        });
                if (!finding.why().isEmpty()) {
                    lines.add("    why:  " + Wording.harmless(finding.why()));
                }
                if (!finding.next().isEmpty()) {
                    lines.add("    next: " + Wording.harmless(finding.next()));
                }
            }
        }
        lines.add("");
        lines.add(count(sections, Finding.Level.WRONG) + " wrong, " + count(sections, Finding.Level.RISK) + " at risk");
        return lines;
    }

    private static long count(List<Checkup.Section> sections, Finding.Level level) {
        return sections.stream()
                .flatMap(section -> section.findings().stream())
                .filter(finding -> finding.level() == level)
                .count();
    }

    private String json(List<Checkup.Section> sections) {
        var root = JsonNodeFactory.instance
                .objectNode()
                .put("now", Wording.iso(main.context().time().now()))
                .put("agent", main.context().agent().isPresent())
                .put("version", Version.number());
        var list = root.putArray("findings");
        for (var section : sections) {
            for (var finding : section.findings()) {
                list.addObject()
                        .put("check", section.check())
                        .put("level", Wording.key(finding.level()))
                        .put("what", finding.what())
                        .put("why", finding.why())
                        .put("next", finding.next());
            }
        }
        return Json.text(root, main.context().terminal().style());
    }
}
