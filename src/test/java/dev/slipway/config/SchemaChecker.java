package dev.slipway.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Checks a value by the few keywords of JSON Schema that our schema uses; any other keyword is an error of the test. */
final class SchemaChecker {
    private static final List<String> KEYWORDS = List.of(
            "$schema",
            "title",
            "description",
            "default",
            "type",
            "properties",
            "patternProperties",
            "additionalProperties",
            "propertyNames",
            "required",
            "items",
            "anyOf",
            "enum",
            "pattern",
            "minLength",
            "minimum",
            "maximum");

    private final List<String> faults = new ArrayList<>();

    private SchemaChecker() {}

    /** Where {@code value} is not what {@code schema} wants. */
    static List<String> faults(JsonNode schema, JsonNode value) {
        var checker = new SchemaChecker();
        checker.check(schema, value, "");
        return checker.faults;
    }

    private void check(JsonNode schema, JsonNode value, String path) {
        if (schema.isBoolean()) {
            require(schema.booleanValue(), path, "must not be there");
            return;
        }
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!KEYWORDS.contains(keyword)) {
                throw new AssertionError("the schema uses '" + keyword + "', which this checker does not know");
            }
        });
        if (schema.has("type")) {
            var types = schema.get("type");
            var allowed = types.isArray() ? stream(types) : Stream.of(types);
            require(allowed.anyMatch(type -> isOf(type.asText(), value)), path, "must be of type " + types);
        }
        if (schema.has("enum")) {
            require(stream(schema.get("enum")).anyMatch(value::equals), path, "must be one of " + schema.get("enum"));
        }
        if (schema.has("anyOf")) {
            require(
                    stream(schema.get("anyOf"))
                            .anyMatch(each -> faults(each, value).isEmpty()),
                    path,
                    "fits none of " + schema.get("anyOf"));
        }
        if (value.isTextual()) {
            require(matches(schema, "pattern", value.asText()), path, "must match " + schema.get("pattern"));
            require(value.asText().length() >= schema.path("minLength").asInt(0), path, "is too short");
        }
        if (value.isNumber()) {
            require(value.asLong() >= schema.path("minimum").asLong(Long.MIN_VALUE), path, "is too small");
            require(value.asLong() <= schema.path("maximum").asLong(Long.MAX_VALUE), path, "is too large");
        }
        if (value.isArray() && schema.has("items")) {
            stream(value).forEach(item -> check(schema.get("items"), item, path + "[]"));
        }
        if (value.isObject()) {
            checkObject(schema, value, path);
        }
    }

    private void checkObject(JsonNode schema, JsonNode value, String path) {
        stream(schema.path("required")).forEach(key -> require(value.has(key.asText()), path, "needs " + key));
        value.properties().forEach(entry -> {
            var key = entry.getKey();
            var place = path + "." + key;
            require(matches(schema.path("propertyNames"), "pattern", key), place, "is no name that is allowed");
            boolean known = schema.path("properties").has(key);
            if (known) {
                check(schema.get("properties").get(key), entry.getValue(), place);
            }
            boolean byPattern = false;
            for (var pattern : schema.path("patternProperties").properties()) {
                if (Pattern.compile(pattern.getKey()).matcher(key).find()) {
                    byPattern = true;
                    check(pattern.getValue(), entry.getValue(), place);
                }
            }
            if (!known && !byPattern && schema.has("additionalProperties")) {
                check(schema.get("additionalProperties"), entry.getValue(), place);
            }
        });
    }

    private void require(boolean holds, String path, String fault) {
        if (!holds) {
            faults.add(path + " " + fault);
        }
    }

    private static boolean matches(JsonNode schema, String keyword, String text) {
        return !schema.has(keyword)
                || Pattern.compile(schema.get(keyword).asText()).matcher(text).find();
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("no type of JSON: " + type);
        };
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
