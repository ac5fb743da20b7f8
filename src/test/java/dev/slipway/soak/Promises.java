package dev.slipway.soak;

import dev.slipway.model.Phase;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.BaseImage;
import dev.slipway.testkit.Hammer;
import dev.slipway.testkit.JournalWatch;
import dev.slipway.testkit.PrivateEngine;
import dev.slipway.testkit.TestHost;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What holds once no trouble is left, by docs/FAULTS.md. */
final class Promises {
    /** A remote that failed thrice is left alone for two minutes and more, and a silent one for its deadline before that. */
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private static final String STRANGER = "somebody-elses";
    private static final Pattern LOG_LINE = Pattern.compile("(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d (.*)$");

    /** What is left of an answer whose container was stopped by hand while it answered. */
    private static final String BROKEN_OFF = "";

    private static final Pattern GREETING = Pattern.compile("^INFO +Slipway \\S+ watches ");

    private final PrivateEngine engine;
    private final TestHost host;
    private final JournalWatch journal;
    private final Hammer visitor;
    private final Set<String> seenBefore = new HashSet<>();
    private String stranger = "";
    private int logRead;

    Promises(PrivateEngine engine, TestHost host, Hammer visitor) {
        this.engine = engine;
        this.host = host;
        this.visitor = visitor;
        this.journal = new JournalWatch(host.data());
    }

    /** Starts a container that is none of Slipway's business. */
    void noteStranger() {
        engine.docker("run", "--detach", "--restart=always", "--name", STRANGER, BaseImage.TAG, "sleep", "1000000");
        stranger = lookAtStranger();
    }

    /**
     * Waits until all of it holds; returns what did not come about.
     *
     * @param provenFirst whether no visitor may have seen a version that was not well
     */
    Optional<String> check(Chaos chaos, boolean provenFirst) {
        try {
            Await.until("all promises are kept", PATIENCE, () -> broken(chaos), List::isEmpty);
        } catch (AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return seen(chaos.versions().good(), provenFirst)
                .or(() -> repeatedLine().map(line -> "the log says twice in a row: " + line));
    }

    /** How many visits were answered. */
    long visits() {
        return visitor.answered();
    }

    private Optional<String> seen(Set<String> good, boolean provenFirst) {
        var pages = new TreeSet<>(visitor.pages());
        pages.removeAll(seenBefore);
        seenBefore.addAll(pages);
        pages.removeAll(good);
        pages.remove(BROKEN_OFF);
        return provenFirst && !pages.isEmpty()
                ? Optional.of("visitors saw " + pages + ", which never were well")
                : Optional.empty();
    }

    /** The version that a visitor sees; empty if there is none. */
    String served() {
        try {
            return host.page();
        } catch (IOException e) {
            return "";
        }
    }

    private List<String> broken(Chaos chaos) throws SQLException {
        var broken = new ArrayList<String>();
        if (!journal.phases().stream().allMatch(Phase::isTerminal)) {
            broken.add("phases are " + journal.phases());
            return broken;
        }
        chaos.startWhatWasStopped();
        var acceptable = chaos.versions().acceptable();
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
        if (!lookAtStranger().equals(stranger)) {
            broken.add("a stranger's container was " + stranger + ", is " + lookAtStranger());
        }
        return broken;
    }

    private String lookAtStranger() {
        return engine.docker("ps", "--all", "--filter", "name=" + STRANGER, "--format", "{{.ID}} {{.State}}");
    }

    /** A line that follows itself was told at each poll, not at a change; but an agent that was killed at once has only greeted. */
    private Optional<String> repeatedLine() {
        var all = host.agentLog();
        var lines = LOG_LINE.matcher(all.substring(logRead))
                .results()
                .map(line -> line.group(1))
                .toList();
        logRead = all.length();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).equals(lines.get(i - 1))
                    && !GREETING.matcher(lines.get(i)).find()) {
                return Optional.of(lines.get(i));
            }
        }
        return Optional.empty();
    }
}
