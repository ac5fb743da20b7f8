package dev.slipway;

import dev.slipway.cli.NotifyTools;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.Blame;
import dev.slipway.model.NotifySpec;
import dev.slipway.notify.TestMessages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sends test messages from this process. */
record LocalNotifyTools(Map<String, String> environment, Time time) implements NotifyTools {
    @Override
    public Answer test(Optional<Path> config, Optional<String> which) throws DeployException, InterruptedException {
        var configuration = Configuration.load(config, environment);
        var all = configuration.settings().notifiers();
        var meant = IntStream.range(0, all.size())
                .filter(i -> which.isEmpty()
                        || which.get().equals(Integer.toString(i + 1))
                        || which.get().equals(all.get(i).to().type()))
                .boxed()
                .toList();
        if (meant.isEmpty()) {
            throw new DeployException(
                    Blame.YOURS,
                    all.isEmpty()
                            ? "nobody is to be told: " + configuration.file() + " has no notify"
                            : "notify has no entry " + which.orElse("") + " in " + configuration.file(),
                    all.isEmpty()
                            ? "add the section notify; docs/NOTIFICATIONS.md has examples"
                            : "it has " + names(all));
        }
        var results = new TestMessages(time).send(meant.stream().map(all::get).toList());
        var lines = new ArrayList<String>();
        for (int i = 0; i < results.size(); i++) {
            var name = name(meant.get(i), all.get(meant.get(i)).to().type());
            if (results.get(i).taken()) {
                lines.add(name + " took it");
            } else {
                lines.add(name + ": " + results.get(i).trouble().getFirst());
                results.get(i).trouble().stream().skip(1).forEach(line -> lines.add("  " + line));
            }
        }
        return new Answer(results.stream().allMatch(TestMessages.Result::taken), lines);
    }

    private static String names(List<NotifySpec> all) {
        return String.join(
                ", ",
                IntStream.range(0, all.size())
                        .mapToObj(i -> name(i, all.get(i).to().type()))
                        .toList());
    }

    private static String name(int index, String type) {
        return (index + 1) + " (" + type + ")";
    }
}
