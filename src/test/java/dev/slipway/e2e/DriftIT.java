package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container that somebody's hand changed, as it was done on many a Synology: {@code docker cp}, {@code docker update}. */
class DriftIT {
    @TempDir
    Path folder;

    @Test
    void whatWasChangedByHandIsSaidAndRepairedOnce() throws Exception {
        try (var host = TestHost.with(folder, "")) {
            Files.writeString(folder.resolve("app.env"), "A=1\n");
            host.configure("  env_file: " + folder.resolve("app.env"));
            host.push(host.version("one"));
            host.slipway("poll").expecting(0);
            host.awaitPage("one");
            assertEquals(List.of(), diff(host));

            byHand(host);
            Command.docker("update", "--cpu-shares", "512", host.name());
            Command.docker("tag", host.inspect("{{.Image}}"), "slipway-drift-" + host.name() + ":kept");
            var differences = diff(host);
            assertTrue(differences.contains("file: /app/version was changed in the container"), differences.toString());
            assertTrue(differences.contains("new file: /app/by-hand is new in the container"), differences.toString());
            assertTrue(differences.contains("setting: CpuShares was changed from 0 to 512"), differences.toString());
            assertFalse(differences.toString().contains("/www"), "what it wrote while it was deployed is its own");

            host.slipway("poll").expecting(0);
            var words = "what runs is not what was deployed: CpuShares was changed from 0 to 512, and 1 more";
            assertTrue(
                    host.status().get("concerns").toString().contains(words),
                    host.status().toString());
            assertTrue(host.slipway("status").out().replaceAll("\\s+", " ").contains(words));

            var before = host.inspect("{{.Id}}");
            host.configure("  env_file: " + folder.resolve("app.env") + "\ndrift: repair");
            host.slipway("poll").expecting(0);
            assertNotEquals(before, host.inspect("{{.Id}}"));
            assertEquals(
                    "one",
                    Command.docker("exec", host.name(), "cat", "/app/version").strip());
            assertEquals("0", host.inspect("{{.HostConfig.CpuShares}}"));
            assertEquals(List.of(), diff(host));
            var repaired = host.latest();
            assertTrue(repaired.get("reason").asText().startsWith("repair: "), repaired.toString());
            host.slipway("poll").expecting(0);
            assertEquals(repaired.get("id"), host.latest().get("id"));
            assertEquals(0, host.status().get("concerns").size(), host.status().toString());

            Files.writeString(folder.resolve("app.env"), "A=2\n");
            assertEquals(
                    List.of("config: the configuration or an env file was changed since; the next poll deploys it"),
                    diff(host));
            Command.docker("image", "rm", "slipway-drift-" + host.name() + ":kept");
        }
    }

    private void byHand(TestHost host) throws Exception {
        var file = Files.writeString(folder.resolve("by-hand"), "changed by hand");
        Command.docker("cp", file.toString(), host.name() + ":/app/version");
        Command.docker("cp", file.toString(), host.name() + ":/app/by-hand");
    }

    private static List<String> diff(TestHost host) throws Exception {
        var root = new ObjectMapper()
                .readTree(
                        host.slipway("diff", host.name(), "--json").expecting(0).out());
        var found = new ArrayList<String>();
        root.get("differences")
                .forEach(each -> found.add(each.get("kind").asText().replace('_', ' ') + ": "
                        + each.get("what").asText()));
        return found;
    }
}
