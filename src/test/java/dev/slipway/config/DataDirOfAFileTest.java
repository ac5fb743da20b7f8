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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data_dir: /srv/slipway\n",
                "# a comment\npoll: 60s\ndata_dir:   /srv/slipway   # where all lies\napps: nonsense\n",
                "data_dir: /srv/../srv/slipway/\r\n",
                "data_dir: /srv/größe.1\n"
            })
    void isFoundWithoutReadingTheFileWhereItIsPlain(String yaml) throws Exception {
        assertEquals(Optional.of(dataDir(yaml)), plainly(yaml));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data_dir: \"/srv/slipway\"\n",
                "data_dir: /srv/${NAME}\n",
                "data_dir: relative\n",
                "data_dir: ~/slipway\n",
                "data_dir: /srv/a b\n",
                "data_dir:\n  /srv/slipway\n",
                "data_dir: &anchor /srv/slipway\n",
                "data_dir: /srv/one\ndata_dir: /srv/two\n",
                "x-note: |\n  data_dir: /srv/slipway\n",
                "{data_dir: /srv/slipway}\n",
                "data_dir:/srv/slipway\n",
                "apps: {}\n"
            })
    void isLeftToAWholeReadingWhereItIsNot(String yaml) throws Exception {
        assertEquals(Optional.empty(), plainly(yaml));
    }

    @Test
    void isLeftToAWholeReadingWhereThereIsNoFile() {
        assertEquals(Optional.empty(), ConfigFile.plainDataDir(Optional.of(folder.resolve("none.yaml")), Map.of()));
    }

    private Optional<Path> plainly(String yaml) throws Exception {
        var file = Files.writeString(folder.resolve("slipway.yaml"), yaml);
        return ConfigFile.plainDataDir(Optional.of(file), Map.of());
    }

    private Path dataDir(String yaml) throws Exception {
        var file = Files.writeString(folder.resolve("slipway.yaml"), yaml);
        return new ConfigReader(Map.of(), cron -> Optional.empty()).dataDir(file);
    }
}
