package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.deploy.ManualTime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code slipway git} says, and where. */
class GitCommandTest {
    @TempDir
    private Path folder;

    private final RecordedTerminal terminal = new RecordedTerminal();
    private FakeBackend backend;

    @BeforeEach
    void open() throws Exception {
        backend = new FakeBackend(folder.resolve("agent.sock"), new FakeOperations(folder));
    }

    @Test
    void thePublicKeyAloneGoesToStandardOutput() {
        assertEquals(0, slipway("git", "key", "web"));
        assertEquals(List.of(FakeGitTools.LINE), terminal.out);
        assertEquals(
                List.of(
                        "slipway git key: made /data/keys/web, which its owner alone may read, and /data/keys/web.pub, the"
                                + " public key above (SHA256:abc)",
                        "1. paste it[2J",
                        "2. poll"),
                terminal.err);
        assertEquals(List.of(), backend.opened, "it needs neither an agent nor the lock");
    }

    @Test
    void aKeyThatIsThereIsShownAgainAndIsTheCallersMistake() {
        backend.git.isNew = false;
        assertEquals(2, slipway("git", "key", "web"));
        assertEquals(List.of(FakeGitTools.LINE), terminal.out);
        assertEquals(
                List.of(
                        "slipway git key: /data/keys/web is there already, and was left as it is; above is its public key"
                                + " (SHA256:abc)",
                        "  for a new one, move both halves away first: mv /data/keys/web /data/keys/web.old; mv"
                                + " /data/keys/web.pub /data/keys/web.old.pub",
                        "1. paste it[2J",
                        "2. poll"),
                terminal.err);
    }

    @Test
    void asJsonItHasTheSameForScripts() throws Exception {
        assertEquals(0, slipway("git", "key", "web", "--json"));
        var told = new ObjectMapper().readTree(String.join("\n", terminal.out));
        assertEquals(new ObjectMapper().readTree("""
                        {"app": "web", "file": "/data/keys/web", "public_key": "ssh-ed25519 AAAA slipway-web",
                        "fingerprint": "SHA256:abc", "made": true}"""), told);
        assertEquals(1, terminal.err.size());
    }

    @Test
    void anAppThatIsNotThereIsTheCallersMistake() {
        assertEquals(2, slipway("git", "key", "wbe"));
        assertEquals(List.of("slipway git key: the configuration has no app wbe", "  it has web"), terminal.err);
        assertEquals(List.of(), terminal.out);
    }

    @Test
    void itNeedsAnApp() {
        assertEquals(2, slipway("git", "key"));
        assertEquals("  see slipway git key --help", terminal.err.getLast());
    }

    private int slipway(String... arguments) {
        var context = new Context(terminal, backend, new ManualTime(), Map.of(), Optional.empty());
        return CommandLineInterface.run(context, List.of(arguments));
    }
}
