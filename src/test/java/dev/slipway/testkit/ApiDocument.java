package dev.slipway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The dashboard's OpenAPI document, and whether an answer is as it says. */
public final class ApiDocument {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;

    public ApiDocument() {
        try (var in = ApiDocument.class.getResourceAsStream("/dashboard/openapi.json")) {
            document = JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode document() {
        return document;
    }

    /** What an operation's answer with this status and media type is not, though the document says so; empty if all is well. */
    public List<String> faults(String method, String path, int status, String type, String body) throws IOException {
        var responses = document.at("/paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses");
        var response = resolved(responses.path(String.valueOf(status)));
        var content = response.path("content").path(type.split(";", 2)[0]);
        if (content.isMissingNode()) {
            return List.of(method + " " + path + " has no answer " + status + " of type " + type);
        }
        return type.contains("json") ? faults(content.get("schema"), JSON.readTree(body)) : List.of();
    }

    /** A schema of the document, with the others where it looks for them. */
    private List<String> faults(JsonNode schema, JsonNode value) {
        var whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", document.get("components"));
        return words(FACTORY.getSchema(whole).validate(value));
    }

    /** What is wrong with a schema itself. */
    public List<String> faultsOfSchema(JsonNode schema) {
        var meta = FACTORY.getSchema(SchemaLocation.of(SpecVersion.VersionFlag.V202012.getId()));
        return words(meta.validate(schema));
    }

    /** What a reference leads to. */
    public JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static List<String> words(Set<ValidationMessage> messages) {
        return messages.stream().map(ValidationMessage::getMessage).toList();
    }
}
