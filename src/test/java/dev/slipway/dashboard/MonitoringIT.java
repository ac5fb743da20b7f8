package dev.slipway.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.deploy.ManualTime;
import dev.slipway.testkit.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus itself says of the metrics and of the files that use them. */
class MonitoringIT {
    private static final Path ALERTS = Path.of("docs/monitoring/alerts.yml");
    private static final Path GRAFANA = Path.of("docs/monitoring/grafana.json");

    @TempDir
    Path folder;

    @Test
    void promtoolFindsNoFaultWithTheMetrics() throws Exception {
        var file = Files.writeString(folder.resolve("metrics"), page());
        var checked = Command.run(List.of("sh", "-c", "promtool check metrics < " + file), Map.of());
        assertEquals("", checked.expecting(0).out());
    }

    @Test
    void promtoolFindsNoFaultWithTheAlertRules() {
        var checked = Command.run(List.of("promtool", "check", "rules", ALERTS.toString()), Map.of());
        assertTrue(checked.expecting(0).out().contains("SUCCESS"), checked.out());
    }

    @Test
    void rulesAndGrafanaAskForNothingThatThereIsNot() throws Exception {
        var known = new TreeSet<String>();
        page().lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", 4)[2])
                .forEach(name -> known.addAll(List.of(name, name + "_sum", name + "_count")));
        var asked = new TreeSet<String>();
        for (var file : List.of(ALERTS, GRAFANA)) {
            Pattern.compile("\\bslipway_[a-z_]+")
                    .matcher(Files.readString(file))
                    .results()
                    .forEach(found -> asked.add(found.group()));
        }
        assertTrue(!asked.isEmpty());
        asked.removeAll(known);
        assertEquals(new TreeSet<String>(), asked);
        assertTrue(new ObjectMapper()
                        .readTree(Files.readString(GRAFANA))
                        .get("panels")
                        .size()
                > 5);
    }

    private static String page() throws Exception {
        return new Metrics(new ManualTime(), "1")
                .page(new ObjectMapper().readTree("[{\"app\":\"web\",\"in_sync\":true}]"));
    }
}
