package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Command;
import dev.slipway.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is imported, deployed and imported again is the same. */
class ImportIT {
    private static final String SECRET = "hunter2-of-the-import";

    @TempDir
    Path folder;

    @Test
    void aContainerThatWasRunByHandIsDeployedWithTheSameSettings() throws Exception {
        try (var host = TestHost.with(folder.resolve("host"), "");
                var byHand = ByHand.build(host, host.version("old").files(), folder.resolve("context"))) {
            host.push(host.version("new"));
            run(host, byHand.image());
            var before = host.slipway("import", host.name()).expecting(0);
            assertFalse(before.said().contains(SECRET), before.said());
            assertFalse(before.out().contains("not taken"), before.out());

            var env = folder.resolve("app.env");
            var entry = host.slipway(
                            "import",
                            host.name(),
                            "--git",
                            host.git().url(host.repo()),
                            "--env-file-out",
                            env.toString())
                    .expecting(0);
            assertFalse(entry.said().contains(SECRET), entry.said());
            assertTrue(Files.readString(env).contains("DB_PASSWORD=" + SECRET + "\n"));
            ByHand.takeUp(host, entry.out(), "1h");
            host.slipway("config", "validate").expecting(0);
            host.slipway("poll").expecting(0);
            assertEquals("new", host.page());

            var after = host.slipway("import", host.name()).expecting(0);
            assertEquals(runOf(before.out()), runOf(after.out()));
            assertTrue(after.out().contains("Slipway made it, for the app " + host.name()), after.out());
        }
    }

    /** With all that a container by hand is likely to have. */
    private void run(TestHost host, String image) throws IOException {
        var logs = Files.createDirectories(folder.resolve("logs"));
        Command.docker("network", "create", "--label", "dev.slipway.app=" + host.name(), host.name() + "-back");
        var flags = """
                --name %s --restart unless-stopped -p 127.0.0.1:%d:8000 -v %s:/app/logs -v %s:/data:ro
                --network %s --network-alias app -e GREETING=$HOME/{x} -e EMPTY= -e DB_PASSWORD=%s
                --hostname web --user 0:0 --workdir /app --init --memory 128m --cpus 0.5 --pids-limit 200
                --ulimit nofile=1024:2048 --cap-drop NET_RAW --security-opt no-new-privileges:true --tmpfs /scratch:size=1m
                --label com.example.owner=me --log-opt max-size=1m --stop-timeout 3 --shm-size 32m --read-only=false
                --add-host db:10.0.0.9 --dns-search example.org --health-cmd true --health-interval 1s
                --sysctl net.core.somaxconn=512 --oom-score-adj 100 --device /dev/null:/dev/nil:rw --group-add 44
                """.formatted(host.name(), host.port(), logs, host.name() + "-data", host.name() + "-back", SECRET);
        var command = Stream.of(
                        Stream.of("run", "--detach"),
                        Arrays.stream(flags.strip().split("\\s+")),
                        Stream.of(image, "sh", "/app/start.sh", "-x $y"))
                .flatMap(each -> each)
                .toArray(String[]::new);
        Command.docker(command);
    }

    /** The section {@code run} of the entry, without comments. */
    private static String runOf(String yaml) {
        return yaml.lines()
                .dropWhile(line -> !line.equals("    run:"))
                .takeWhile(line -> !line.startsWith("    adopt"))
                .filter(line -> !line.strip().startsWith("#"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aPlainContainerHasNothingThatItsImageDoesNotSay() throws Exception {
        try (var host = TestHost.with(folder.resolve("host"), "")) {
            var files =
                    new HashMap<>(host.version("old").checkedBy("--interval=1s").files());
            files.merge(
                    "Dockerfile",
                    "ENV A=b\nLABEL c=d org.opencontainers.image.source=https://example.com/me/web.git\nWORKDIR /app\n"
                            + "USER 0\nSTOPSIGNAL SIGTERM\nENTRYPOINT [\"sh\"]\nCMD [\"/app/start.sh\"]\n",
                    String::concat);
            try (var byHand = ByHand.build(host, files, folder.resolve("context"))) {
                Command.docker("run", "--detach", "--name", host.name(), byHand.image());
                assertPlain(host);
            }
        }
    }

    private static void assertPlain(TestHost host) {
        var entry = host.slipway("import", host.name()).expecting(0).out();
        assertFalse(entry.contains("run:"), entry);
        assertTrue(entry.contains("git: {url: \"https://example.com/me/web.git\", branch: main}"), entry);
        host.slipway("import", host.name() + "-nowhere").expecting(2);
    }
}
