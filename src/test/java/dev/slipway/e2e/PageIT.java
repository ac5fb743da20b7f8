package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Command;
import dev.slipway.testkit.FreePort;
import dev.slipway.testkit.NodePackages;
import dev.slipway.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of a real agent in a real browser. What the browser does is in src/test/node/page.mjs; what it saw is left in
 * target/page, for people to look at.
 */
class PageIT {
    private static final String HEALTH = """
            health: {http: ":8000/health", timeout: 20s, settle: 1s}
            """;
    private static final String PASSWORD = "harbour-4711-lantern";
    private static final Path SEEN = Path.of("target/page");

    @TempDir
    Path folder;

    @Test
    void aPersonSignsInDeploysFollowsTheLogRollsBackAndPauses() throws Exception {
        int port = FreePort.find();
        var password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        try (var host = TestHost.with(folder.resolve("host"), HEALTH)) {
            host.actedAt(port, password).configure(HEALTH);
            host.push(host.version("one"));
            host.startAgent();
            host.awaitPage("one");
            host.push(host.version("two"));
            var browser = Command.run(
                    List.of(
                            "node",
                            NodePackages.SCRIPTS.resolve("page.mjs").toString(),
                            NodePackages.fetch().toString(),
                            "http://127.0.0.1:" + port + "/",
                            PASSWORD,
                            host.name(),
                            SEEN.toString()),
                    Map.of());
            browser.expecting(0);
            assertEquals("one", host.page(), "the page said that it rolled back");
            var status = host.status();
            assertEquals("stocktaking", status.get("paused").asText());
            assertEquals("rollback", host.latest().get("trigger").asText());
            assertTrue(Files.size(SEEN.resolve("page-dark-360.png")) > 1000, "a screenshot for people");
        }
    }
}
