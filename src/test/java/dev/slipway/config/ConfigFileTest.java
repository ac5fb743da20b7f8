package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    Path folder;

    @Test
    void optionGoesBeforeVariableAndVariableBeforeTheUsualPlaces() throws Exception {
        var option = touch("option.yaml");
        var variable = touch("variable.yaml");
        var first = touch("first.yaml");
        var second = touch("second.yaml");
        var env = Map.of("SLIPWAY_CONFIG", variable.toString());
        assertEquals(option, ConfigFile.locate(Optional.of(option), env, List.of(first, second)));
        assertEquals(variable, ConfigFile.locate(Optional.empty(), env, List.of(first, second)));
        assertEquals(first, ConfigFile.locate(Optional.empty(), Map.of(), List.of(first, second)));
        assertEquals(second, ConfigFile.locate(Optional.empty(), Map.of(), List.of(folder.resolve("not"), second)));
    }

    @Test
    void emptyVariableIsNone() throws Exception {
        var first = touch("first.yaml");
        assertEquals(first, ConfigFile.locate(Optional.empty(), Map.of("SLIPWAY_CONFIG", ""), List.of(first)));
    }

    @Test
    void namedFileThatIsNotThereIsNotReplacedByAnother() throws Exception {
        touch("first.yaml");
        var missing = folder.resolve("missing.yaml");
        var thrown = assertThrows(
                InvalidConfigException.class,
                () -> ConfigFile.locate(Optional.of(missing), Map.of(), List.of(folder.resolve("first.yaml"))));
        assertEquals(missing + ":1:1: there is no such file; it was named by --config", thrown.getMessage());
        thrown = assertThrows(
                InvalidConfigException.class,
                () -> ConfigFile.locate(Optional.empty(), Map.of("SLIPWAY_CONFIG", missing.toString())));
        assertEquals(missing + ":1:1: there is no such file; it was named by $SLIPWAY_CONFIG", thrown.getMessage());
    }

    @Test
    void messageListsWhereItLooked() {
        var thrown = assertThrows(
                InvalidConfigException.class,
                () -> ConfigFile.locate(
                        Optional.empty(), Map.of(), List.of(Path.of("no/a.yaml"), Path.of("no/b.yaml"))));
        for (var place : List.of("--config", "$SLIPWAY_CONFIG", "no/a.yaml", "no/b.yaml")) {
            assertTrue(thrown.getMessage().contains(place), thrown.getMessage());
        }
    }

    private Path touch(String name) throws Exception {
        return Files.writeString(folder.resolve(name), "");
    }
}
