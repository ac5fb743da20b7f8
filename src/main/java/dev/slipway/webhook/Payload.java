package dev.slipway.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The few members of a JSON payload that are looked at. The rest is read past, not kept, so that a large push costs no more
 * memory than its bytes; but all of it must be valid.
 */
final class Payload {
    private static final Set<String> WANTED = Set.of("ref", "after", "deleted", "repository", "project", "push");

    /** Ten times the depth of any payload that a forge documents. */
    private static final int DEEPEST = 100;

    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_NAME = 1000;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxNameLength(LONGEST_NAME)
                    .build())
            .build());

    private final ObjectNode members;

    private Payload(ObjectNode members) {
        this.members = members;
    }

    /** Reads a JSON object in UTF-8, without a byte order mark, and nothing after it. */
    static Payload read(Body body) throws MalformedPayloadException {
        var utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (var parser = MAPPER.createParser(new InputStreamReader(new ByteArrayInputStream(body.bytes()), utf8))) {
            return new Payload(members(parser));
        } catch (IOException e) {
            // Not its message: it quotes the payload.
            throw new MalformedPayloadException("the payload is not valid JSON in UTF-8");
        }
    }

    private static ObjectNode members(JsonParser parser) throws IOException, MalformedPayloadException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedPayloadException("the payload is not a JSON object");
        }
        var members = JsonNodeFactory.instance.objectNode();
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (WANTED.contains(name)) {
                members.set(name, parser.<JsonNode>readValueAsTree());
            } else {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new MalformedPayloadException("something comes after the payload's JSON object");
        }
        return members;
    }

    /** Absent and null are the same. */
    Optional<JsonNode> member(String name) {
        return member(members, name);
    }

    static Optional<JsonNode> member(JsonNode of, String name) {
        return Optional.ofNullable(of.get(name)).filter(node -> !node.isNull());
    }

    /** Empty where it is not there. */
    static Optional<String> text(JsonNode of, String name) throws MalformedPayloadException {
        var node = member(of, name);
        if (node.isPresent() && !node.get().isTextual()) {
            throw new MalformedPayloadException("'" + name + "' is not text");
        }
        return node.map(JsonNode::textValue);
    }

    Optional<String> text(String name) throws MalformedPayloadException {
        return text(members, name);
    }

    /** False where it is not there. */
    boolean isTrue(String name) throws MalformedPayloadException {
        var node = member(name);
        if (node.isPresent() && !node.get().isBoolean()) {
            throw new MalformedPayloadException("'" + name + "' is neither true nor false");
        }
        return node.isPresent() && node.get().booleanValue();
    }

    /** Empty where it is not there. */
    Optional<JsonNode> object(String name) throws MalformedPayloadException {
        var node = member(name);
        if (node.isPresent() && !node.get().isObject()) {
            throw new MalformedPayloadException("'" + name + "' is not an object");
        }
        return node;
    }

    /** The elements of an array that must be there. */
    static Stream<JsonNode> elements(JsonNode of, String name) throws MalformedPayloadException {
        var node = member(of, name);
        if (node.isEmpty() || !node.get().isArray()) {
            throw new MalformedPayloadException("'" + name + "' is not an array");
        }
        return node.get().valueStream();
    }
}
