package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command finds the agent that runs, though its own environment is another than the agent's. */
class DataDirOfAFileTest {
    @TempDir
    Path folder;

    @Test
    void isFoundThoughAVariableOfTheAgentsIsNotSetHere() throws Exception {
        assertEquals(folder.resolve("data"), dataDir("data_dir: data\nwebhook: {secret: '${WEBHOOK_SECRET}'}\n"));
    }

    @Test
    void isFoundThoughTheRestIsWrong() throws Exception {
        assertEquals(Path.of("/srv/slipway"), dataDir("data_dir: /srv/slipway\nportz: 7\napps: nonsense\n"));
    }

    @Test
    void isTheDefaultWhereTheFileHasNone() throws Exception {
        assertEquals(Path.of("/var/lib/slipway"), dataDir("apps: {}\n"));
    }

    @Test
    void cannotBeFoundByAVariableThatIsNotSet() {
        var e = assertThrows(InvalidConfigException.class, () -> dataDir("data_dir: ${DATA}\napps: nonsense\n"));
        assertTrue(e.getMessage().contains("DATA is not set"), e.getMessage());
        assertTrue(e.getMessage().contains("apps"), "all that is wrong is told at once: " + e.getMessage());
    }

    private Path dataDir(String yaml) throws Exception {
        var file = Files.writeString(folder.resolve("slipway.yaml"), yaml);
        return new ConfigReader(Map.of(), cron -> Optional.empty()).dataDir(file);
    }
}
