package dev.slipway.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The JSON Schema of the configuration file, made from the table that the parser itself is made from. */
public final class ConfigSchema {
    private ConfigSchema() {}

    /** Draft 2020-12, with a newline at its end. */
    public static String json() {
        var schema = Scalars.schemaOf(
                "$schema", "https://json-schema.org/draft/2020-12/schema", "title", "Slipway's configuration");
        schema.putAll(SettingsShape.SHAPE.schema());
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("maps, lists and text can always be written as JSON", e);
        }
    }
}
