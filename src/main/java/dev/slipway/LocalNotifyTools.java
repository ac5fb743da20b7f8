package dev.slipway;

import dev.slipway.cli.NotifyTools;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.NotifySpec;
import dev.slipway.model.ReportSpec;
import dev.slipway.notify.TestMessages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sends test messages from this process, and asks forges whether they would take reports. */
record LocalNotifyTools(Map<String, String> environment, Time time) implements NotifyTools {
    @Override
    public Answer test(Optional<Path> config, Optional<String> which) throws DeployException, InterruptedException {
        var configuration = Configuration.load(config, environment);
        var all = configuration.settings().notifiers();
        var apps = configuration.settings().apps().stream()
                .filter(app -> app.report().isPresent())
                .toList();
        var meant = IntStream.range(0, all.size())
                .filter(i -> which.isEmpty()
                        || which.get().equals(Integer.toString(i + 1))
                        || which.get().equals(all.get(i).to().type()))
                .boxed()
                .toList();
        var reported = apps.stream()
                .filter(app -> which.isEmpty()
                        || which.get().equals(app.name())
                        || which.get().equals(forge(app)))
                .toList();
        if (meant.isEmpty() && reported.isEmpty()) {
            throw new DeployException(
                    Blame.YOURS,
                    all.isEmpty() && apps.isEmpty()
                            ? "nobody is to be told: " + configuration.file() + " has no notify, and no app has report"
                            : "notify has no entry " + which.orElse("") + " in " + configuration.file()
                                    + ", and no app of that name has report",
                    all.isEmpty() && apps.isEmpty()
                            ? "add the section notify; docs/NOTIFICATIONS.md has examples"
                            : "there are " + names(all, apps));
        }
        var lines = new ArrayList<String>();
        var well = send(all, meant, lines);
        for (var app : reported) {
            well &= ask(app, lines);
        }
        return new Answer(well, lines);
    }

    private boolean send(List<NotifySpec> all, List<Integer> meant, List<String> lines) throws InterruptedException {
        var results = new TestMessages(time).send(meant.stream().map(all::get).toList());
        for (int i = 0; i < results.size(); i++) {
            var name = name(meant.get(i), all.get(meant.get(i)).to().type());
            if (results.get(i).taken()) {
                lines.add(name + " took it");
            } else {
                add(lines, name, results.get(i).trouble());
            }
        }
        return results.stream().allMatch(TestMessages.Result::taken);
    }

    private boolean ask(App app, List<String> lines) throws InterruptedException {
        var asked = new TestMessages(time).ask(app.name(), app.report().orElseThrow());
        add(lines, app.name() + " (" + forge(app) + ")", asked.lines());
        return asked.well();
    }

    private static void add(List<String> lines, String name, List<String> words) {
        lines.add(name + ": " + words.getFirst());
        words.stream().skip(1).forEach(line -> lines.add("  " + line));
    }

    private static String forge(App app) {
        return app.report().map(ReportSpec::forge).orElseThrow().name().toLowerCase(Locale.ROOT);
    }

    private static String names(List<NotifySpec> all, List<App> apps) {
        return String.join(
                ", ",
                Stream.concat(
                                IntStream.range(0, all.size())
                                        .mapToObj(i -> name(i, all.get(i).to().type())),
                                apps.stream().map(app -> app.name() + " (" + forge(app) + ")"))
                        .toList());
    }

    private static String name(int index, String type) {
        return (index + 1) + " (" + type + ")";
    }
}
