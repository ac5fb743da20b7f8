package dev.slipway.soak;

import dev.slipway.testkit.Await;
import dev.slipway.testkit.BaseImage;
import dev.slipway.testkit.JournalWatch;
import dev.slipway.testkit.PrivateEngine;
import dev.slipway.testkit.TestHost;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What holds once no trouble is left, by docs/FAULTS.md. */
final class Promises {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String STRANGER = "somebody-elses";
    private static final Pattern LOG_LINE = Pattern.compile("(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d (.*)$");

    private final PrivateEngine engine;
    private final TestHost host;
    private final JournalWatch journal;
    private String stranger = "";
    private int logRead;

    Promises(PrivateEngine engine, TestHost host) {
        this.engine = engine;
        this.host = host;
        this.journal = new JournalWatch(host.data());
    }

    /** Starts a container that is none of Slipway's business. */
    void noteStranger() {
        engine.docker("run", "--detach", "--restart=always", "--name", STRANGER, BaseImage.TAG, "sleep", "1000000");
        stranger = lookAtStranger();
    }

    /** Waits until all of it holds; returns what did not come about. */
    Optional<String> check(Set<String> acceptable) {
        try {
            Await.until("all promises are kept", PATIENCE, () -> broken(acceptable), List::isEmpty);
        } catch (AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return repeatedLine().map(line -> "the log says twice in a row: " + line);
    }

    /** The version that a visitor sees; empty if there is none. */
    String served() {
        try {
            return host.page();
        } catch (IOException e) {
            return "";
        }
    }

    private List<String> broken(Set<String> acceptable) throws SQLException {
        var broken = new ArrayList<String>();
        var containers = host.containers();
        if (!containers.equals(Map.of(host.name(), "running"))) {
            broken.add("containers are " + containers);
        } else if (!host.inspect("{{.HostConfig.RestartPolicy.Name}}").equals("always")) {
            broken.add("restart policy is " + host.inspect("{{.HostConfig.RestartPolicy.Name}}"));
        }
        var served = served();
        if (!acceptable.contains(served)) {
            broken.add("served is " + served + ", not one of " + acceptable);
        }
        var networks = engine.docker("network", "ls", "--quiet", "--filter", "label=dev.slipway.app=" + host.name());
        if (!networks.isEmpty()) {
            broken.add("networks are left: " + networks);
        }
        if (!journal.phases().stream().allMatch(phase -> phase.isTerminal())) {
            broken.add("phases are " + journal.phases());
        }
        if (!lookAtStranger().equals(stranger)) {
            broken.add("a stranger's container was " + stranger + ", is " + lookAtStranger());
        }
        return broken;
    }

    private String lookAtStranger() {
        var all = engine.docker("ps", "--all", "--filter", "name=" + STRANGER, "--format", "{{.ID}} {{.State}}");
        return all;
    }

    /** A line that follows itself was told at each poll, not at a change. */
    private Optional<String> repeatedLine() {
        var all = host.agentLog();
        var lines = LOG_LINE.matcher(all.substring(logRead))
                .results()
                .map(line -> line.group(1))
                .toList();
        logRead = all.length();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).equals(lines.get(i - 1))) {
                return Optional.of(lines.get(i));
            }
        }
        return Optional.empty();
    }
}
