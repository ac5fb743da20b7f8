package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.Checkup;
import dev.slipway.deploy.ManualTime;
import dev.slipway.model.Finding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of an examination. */
class DoctorCommandTest {
    private static final String NEEDLE = "Zq7-needle-Zq7";

    @TempDir
    private Path folder;

    private final RecordedTerminal terminal = new RecordedTerminal();
    private FakeOperations engine;
    private FakeBackend backend;

    @BeforeEach
    void open() {
        engine = new FakeOperations(folder);
        backend = new FakeBackend(folder.resolve("agent.sock"), engine);
        backend.doctor.sections.add(new Checkup.Section("docker", List.of(Finding.well("Docker 24.0"))));
    }

    @Test
    void eachFindingSaysWhatWhyAndNext() {
        backend.doctor.sections.add(
                new Checkup.Section("ports", List.of(Finding.wrong("taken", "it fails", "docker stop x"))));
        assertEquals(3, slipway("doctor"));
        assertEquals(
                List.of(
                        "✔ docker: Docker 24.0",
                        "✖ ports: taken",
                        "    why:  it fails",
                        "    next: docker stop x",
                        "",
                        "1 wrong, 0 at risk"),
                terminal.out);
    }

    @Test
    void aRiskIsNoFailure() {
        backend.doctor.sections.add(new Checkup.Section("secrets", List.of(Finding.risk("open", "x", "chmod"))));
        assertEquals(0, slipway("doctor"));
        assertEquals("0 wrong, 1 at risk", terminal.out.getLast());
    }

    @Test
    void forMachinesTheSameInJson() throws Exception {
        backend.doctor.sections.add(new Checkup.Section("secrets", List.of(Finding.risk("open", "x", "chmod"))));
        assertEquals(0, slipway("doctor", "--json"));
        var root = Json.tree(String.join("\n", terminal.out));
        assertEquals("risk", root.get("findings").get(1).get("level").asText());
        assertEquals("chmod", root.get("findings").get(1).get("next").asText());
    }

    @Test
    void theAgentLooksAtItsOwnFileAndWritesNothing() {
        var context = new Context(terminal, backend, new ManualTime(), Map.of(), Optional.of(engine));
        var file = folder.resolve("bundle.zip");
        assertEquals(
                0,
                CommandLineInterface.run(
                        context, List.of("--config", "other.yaml", "doctor", "--bundle", file.toString())));
        assertEquals(List.of(engine.configFile() + " by the agent"), backend.doctor.asked);
        assertFalse(Files.exists(file));
    }

    @Test
    void aBundleHoldsWhatABugReportNeedsAndNoSecret() throws Exception {
        engine.deployments.add(Given.deployment());
        backend.doctor.secrets = Optional.of(Set.of(NEEDLE));
        engine.notices.add("the token " + NEEDLE + " is mentioned");
        Files.writeString(engine.logFile(142), "step 1: " + NEEDLE + "\nclone https://me:other-secret@example.org/x\n");
        var file = folder.resolve("bundle.zip");
        assertEquals(0, slipway("doctor", "--bundle", file.toString()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        var all = new StringBuilder();
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream().toList()) {
                all.append(entry.getName()).append('\n');
                all.append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        for (var part :
                List.of("doctor.json", "status.json", "history.json", "config.yaml", "log-142.txt", "step 1: ")) {
            assertTrue(all.toString().contains(part), part);
        }
        assertFalse(all.toString().contains(NEEDLE));
        assertFalse(all.toString().contains("other-secret"));
    }

    @Test
    void withoutAConfigurationNobodyKnowsWhatIsSecretInLogs() throws Exception {
        engine.deployments.add(Given.deployment());
        backend.doctor.secrets = Optional.empty();
        var file = folder.resolve("bundle.zip");
        assertEquals(0, slipway("doctor", "--bundle", file.toString()));
        try (var zip = new ZipFile(file.toFile())) {
            assertTrue(zip.stream().noneMatch(entry -> entry.getName().startsWith("log-")));
            assertTrue(zip.getEntry("logs-left-out.txt") != null);
        }
    }

    @Test
    void aFileThatExistsIsNotOverwritten() throws Exception {
        var file = Files.writeString(folder.resolve("mine"), "mine");
        assertEquals(2, slipway("doctor", "--bundle", file.toString()));
        assertEquals(List.of(), terminal.out, "nothing is examined first");
        assertEquals("mine", Files.readString(file));
    }

    private int slipway(String... arguments) {
        var context = new Context(terminal, backend, new ManualTime(), Map.of(), Optional.empty());
        return CommandLineInterface.run(context, List.of(arguments));
    }
}
