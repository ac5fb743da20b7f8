package dev.slipway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a process of Slipway's logs, and where to. */
class LoggingIT {
    @Test
    void logsChangesOfStateToStderrWithTheirTime() throws Exception {
        var lines = log(Map.of());
        assertEquals(List.of("WARN  of a library", "WARN  two\n  lines", "INFO  ours: 健康"), withoutTimes(lines));
        assertTrue(lines.startsWith("20"), lines);
    }

    @Test
    void saysMoreWhereMoreIsAskedFor() throws Exception {
        assertEquals(
                List.of("WARN  of a library", "WARN  two\n  lines", "INFO  ours: 健康", "DEBUG details"),
                withoutTimes(log(Map.of("SLIPWAY_LOG", "debug"))));
    }

    @Test
    void saysLessWhereLessIsAskedFor() throws Exception {
        assertEquals(
                List.of("WARN  of a library", "WARN  two\n  lines"), withoutTimes(log(Map.of("SLIPWAY_LOG", "WARN"))));
    }

    @Test
    void leavesTheTimeToJournald() throws Exception {
        assertEquals(
                "WARN  of a library\nWARN  two\n  lines\nINFO  ours: 健康\n", log(Map.of("JOURNAL_STREAM", "8:12345")));
    }

    /** One entry each; a line that is indented belongs to the one before. */
    private static List<String> withoutTimes(String log) {
        return List.of(log.strip().split("\n(?! )")).stream()
                .map(entry -> entry.replaceFirst("^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8} ", ""))
                .toList();
    }

    /** What a process with this environment writes to stderr; to stdout it must write nothing. */
    private static String log(Map<String, String> environment) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dslipway.test.log=shipped",
                "-cp",
                System.getProperty("java.class.path"),
                Speaker.class.getName());
        builder.environment().keySet().removeAll(List.of("SLIPWAY_LOG", "JOURNAL_STREAM"));
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        var stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        var stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), stderr);
        assertEquals("", stdout);
        return stderr;
    }

    /** The process that logs. */
    static final class Speaker {
        private Speaker() {}

        public static void main(String[] args) {
            var library = LoggerFactory.getLogger("org.library");
            var ours = LoggerFactory.getLogger("dev.slipway.deploy.Something");
            library.info("nobody asked");
            library.warn("of a library");
            ours.warn("two\n  lines");
            ours.info("ours: {}", "健康");
            ours.debug("details");
        }
    }
}
