package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.model.RunKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The files that are generated from the table; to write them anew: {@code mvn test -Dtest=ConfigSchemaTest -Dslipway.generate=true}. */
class ConfigSchemaTest {
    private static final Path SCHEMA = Path.of("config/slipway.schema.json");
    private static final Path REFERENCE = Path.of("docs/CONFIGURATION.md");

    @Test
    void schemaInTheRepositoryIsCurrent() throws Exception {
        assertCurrent(SCHEMA, ConfigSchema.json());
    }

    @Test
    void referenceInTheRepositoryIsCurrent() throws Exception {
        assertCurrent(REFERENCE, ConfigReference.markdown());
    }

    @Test
    void everyRunKeyHasExactlyOneRow() {
        var rows = new ArrayList<String>();
        RunShape.ROWS.forEach(row -> rows.add(row.key().name()));
        rows.add(EnvironmentRows.ENV_FILE.name()); // whose normal form needs env_format too
        rows.add(RunShape.DEPLOY.name()); // which other keys come of, too
        assertEquals(rows.size(), new HashSet<>(rows).size());
        assertEquals(RunKey.all().stream().map(RunKey::name).collect(Collectors.toSet()), new HashSet<>(rows));
    }

    @Test
    void rowsAreNamedLikeTheirKeys() {
        RunShape.ROWS.forEach(row -> assertEquals(row.key().name(), row.field().name()));
    }

    @Test
    void everyKeyInTheSchemaIsDescribed() throws Exception {
        var without = new ArrayList<String>();
        collectUndescribed(new ObjectMapper().readTree(ConfigSchema.json()), "", without);
        assertEquals(List.of(), without);
    }

    @Test
    void noKeyIsBothTakenAndRefused() {
        var taken = ((ObjectShape<?>) RunShape.SHAPE)
                .fields().stream().map(Field::name).toList();
        taken.forEach(key -> assertFalse(RefusedRunKeys.REASONS.containsKey(key), key));
    }

    @Test
    void exampleOfTheDistributionFitsTheSchema() throws Exception {
        assertEquals(List.of(), faults(Files.readString(Path.of("config/slipway.yaml"))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("dev.slipway.config.RunShapeTest#normalForms")
    void whatTheParserReadsFitsTheSchema(RunKey<?> key, String written, Object ignored) throws Exception {
        assertEquals(
                List.of(), faults(Yard.APP + "    run:\n      " + key.name() + ": " + written.replace("\n", "\n    ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run: {portz: []}",
                "run: {ports: '8000'}",
                "run: {build: .}",
                "run: {init: on}",
                "run: {ports: [{published: 80}]}",
                "swap: gates",
                "keep: 0",
                "keep: many",
                "webhook: {}",
            })
    void whatTheParserRefusesDoesNotFitTheSchema(String line) throws Exception {
        assertEquals(1, faults(Yard.APP + "    " + line).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep: ${KEEP}", "adopt: ${ADOPT}", "x-note: [1]", "run:", "run: {x-y: {}, environment: }"})
    void variablesExtensionsAndEmptyMappingsFitTheSchema(String line) throws Exception {
        assertEquals(List.of(), faults(Yard.APP + "    " + line));
    }

    private static List<String> faults(String yaml) throws Exception {
        var json = new ObjectMapper();
        var value = new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml);
        return SchemaChecker.faults(json.readTree(ConfigSchema.json()), json.valueToTree(value));
    }

    private static void assertCurrent(Path file, String generated) throws Exception {
        if (Boolean.getBoolean("slipway.generate")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, generated);
        }
        assertEquals(generated, Files.readString(file), file + " is out of date; see this test's comment");
    }

    private static void collectUndescribed(JsonNode schema, String path, List<String> found) {
        schema.path("properties").properties().forEach(property -> {
            if (property.getValue().path("description").asText().isBlank()) {
                found.add(path + "/" + property.getKey());
            }
        });
        schema.properties().forEach(each -> collectUndescribed(each.getValue(), path + "/" + each.getKey(), found));
        schema.elements().forEachRemaining(each -> {
            if (schema.isArray()) {
                collectUndescribed(each, path + "/[]", found);
            }
        });
    }
}
