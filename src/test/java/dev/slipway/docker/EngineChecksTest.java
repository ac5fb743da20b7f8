package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.model.Finding;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.testkit.Apps;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an engine's own words, a machine's tables and a container's mounts mean. */
class EngineChecksTest {
    @TempDir
    Path proc;

    @ParameterizedTest
    @CsvSource({"18.09.8, 1", "20.10.3, 1", "20.10.9, 1", "20.10.10, 0", "20.10.24+dfsg1, 0", "24.0.2, 0", "unknown, 0"
    })
    void anEngineThatDoesNotKnowNewGlibcIsARisk(String version, int findings) throws Exception {
        assertEquals(
                findings,
                EngineCheck.of(Raw.JSON.readTree("{}"), version, List.of()).size());
    }

    @ParameterizedTest
    @CsvSource({"none, RISK", "db, NOTE"})
    void aLogDriverThatIsNotLikeOthersIsNamed(String driver, Finding.Level level) throws Exception {
        var info = Raw.JSON.createObjectNode().put("LoggingDriver", driver);
        assertEquals(level, EngineCheck.of(info, "24.0.2", List.of()).getFirst().level());
    }

    @Test
    void aLimitThatTheKernelDoesNotKnowIsWrongForTheAppThatHasIt() throws Exception {
        var app = Apps.app("web", RunSpec.EMPTY.with(RunKey.CPUS, 500_000_000L).with(RunKey.PIDS_LIMIT, 10L));
        var info = Raw.JSON.readTree("{\"CpuCfsQuota\": false, \"PidsLimit\": true}");
        var findings = EngineCheck.of(info, "24.0.2", List.of(app, Apps.app("other")));
        assertEquals(
                List.of("web: this machine's kernel does not do run.cpus"),
                findings.stream().map(Finding::what).toList());
        assertEquals(
                "remove apps.web.run.cpus from the configuration",
                findings.getFirst().next());
    }

    @Test
    void aSwarmWithoutTheKernelsHelpIsARiskForWhatNeedsIt() throws Exception {
        var port = new Run.Port(Optional.empty(), Optional.of(80), 8000, "tcp");
        var byIngress = RunSpec.EMPTY.with(RunKey.PORTS, List.of(port));
        assertEquals(
                List.of("web: this machine's kernel has no IP_VS"),
                SwarmCheck.wayIn(Apps.app("web", byIngress), proc).stream()
                        .map(Finding::what)
                        .toList());
        var byHost = RunSpec.EMPTY.with(
                RunKey.PORTS, List.of(new Run.Port(Optional.empty(), Optional.of(80), 8000, "tcp", true)));
        assertEquals(List.of(), SwarmCheck.wayIn(Apps.app("web", byHost), proc));
        Files.writeString(Files.createDirectories(proc.resolve("net")).resolve("ip_vs"), "IP Virtual Server");
        assertEquals(List.of(), SwarmCheck.wayIn(Apps.app("web", byIngress), proc));
    }

    @Test
    void aRuntimeThatIsNotThereIsWrong() throws Exception {
        var app = Apps.app("web", RunSpec.EMPTY.with(RunKey.RUNTIME, "nvidia"));
        var info = Raw.JSON.readTree("{\"Runtimes\": {\"runc\": {}}}");
        assertTrue(
                EngineCheck.of(info, "24.0.2", List.of(app)).getFirst().what().contains("'nvidia'"));
    }

    @Test
    void theProgramThatListensIsNamed() throws Exception {
        listen("net/tcp", "0100007F:1F40", "0A", "777");
        Files.createDirectories(proc.resolve("4711/fd"));
        Files.createSymbolicLink(proc.resolve("4711/fd/5"), Path.of("socket:[777]"));
        Files.writeString(proc.resolve("4711/comm"), "nginx\n");
        assertEquals(Optional.of("nginx (process 4711)"), new Listeners(proc).on(8000, "tcp"));
        assertEquals(Optional.empty(), new Listeners(proc).on(8000, "udp"));
        assertEquals(Optional.empty(), new Listeners(proc).on(8001, "tcp"));
    }

    @Test
    void oneOfAnotherUserHasNoName() throws Exception {
        listen("net/tcp6", "00000000000000000000000000000000:1F40", "0A", "778");
        assertEquals(Optional.of("another program"), new Listeners(proc).on(8000, "tcp"));
    }

    @Test
    void aConnectionIsNoListener() throws Exception {
        listen("net/tcp", "0100007F:1F40", "01", "777");
        assertEquals(Optional.empty(), new Listeners(proc).on(8000, "tcp"));
    }

    @Test
    void aPathThatIsAnotherOnTheHostIsNamedWithTheHosts() throws Exception {
        var findings = mounts(
                "/data/web",
                "[{\"Type\":\"bind\",\"Source\":\"/volume1/docker\",\"Destination\":\"/data\"},"
                        + "{\"Type\":\"bind\",\"Source\":\"/var/lib/slipway\",\"Destination\":\"/var/lib/slipway\"}]");
        assertEquals(
                "web: /data/web in the agent's container is /volume1/docker/web on the host",
                findings.getFirst().what());
        assertEquals(1, findings.size());
    }

    @Test
    void theSamePathInAndOutIsWell() throws Exception {
        var findings = mounts(
                "/volume1/web",
                "[{\"Type\":\"bind\",\"Source\":\"/volume1\",\"Destination\":\"/volume1\"},"
                        + "{\"Type\":\"volume\",\"Source\":\"/x\",\"Destination\":\"/var/lib/slipway\"}]");
        assertEquals(Finding.Level.WELL, findings.getFirst().level());
    }

    @Test
    void aDataDirOnNoMountIsLostWithTheContainer() throws Exception {
        var finding = mounts("/srv", "[]").getFirst();
        assertEquals(Finding.Level.WRONG, finding.level());
        assertEquals("add the volume /var/lib/slipway:/var/lib/slipway to the agent's container", finding.next());
    }

    private static List<Finding> mounts(String source, String json) throws Exception {
        var volume = new Run.Mount(Run.Mount.Kind.BIND, Optional.of(source), "/app", false, Map.of());
        var app = Apps.app("web", RunSpec.EMPTY.with(RunKey.VOLUMES, List.of(volume)));
        try (var engine = new DockerEngine(URI.create("unix:///nowhere.sock"), Map.of(), new SystemTime())) {
            var check = new MountsCheck(
                    engine, new Whereabouts(engine, Path.of("/")), Path.of("/var/lib/slipway"), List.of(app));
            return check.of(Raw.JSON.readTree(json));
        }
    }

    private void listen(String table, String address, String state, String inode) throws Exception {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(
                proc.resolve(table),
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
                        + "   0: " + address + " 00000000:0000 " + state
                        + " 00000000:00000000 00:00000000 00000000     0"
                        + "        0 " + inode + " 1 0 100 0 0 10 0\n");
    }
}
