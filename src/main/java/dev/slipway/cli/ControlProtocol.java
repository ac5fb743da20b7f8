package dev.slipway.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client and the agent say to each other over the socket: the client one line of JSON, {@code {"argv":[…],"columns":80,
 * "colour":true,"unicode":true}}; the agent {@code {"version":"0.1.0"}}, then one line for each of its own, {@code
 * {"out":"…"}} or {@code {"err":"…"}}, and {@code {"exit":0}} at the end. What either does not know of the other it ignores.
 */
final class ControlProtocol {
    /** A client reads and writes with it alone: what Jackson has for whole trees takes longer to load than all else that it does. */
    private static final JsonFactory LINES = new JsonFactory();

    /** What a request may have, in characters; arguments are short. */
    static final int LONGEST_REQUEST = 64 * 1024;

    private ControlProtocol() {}

    /** A command that a client wants carried out, and what its screen can show. */
    record Call(List<String> arguments, Style style) {}

    /** Lines in UTF-8; a byte that is not is replaced, so that it spoils its line and no more. */
    static BufferedReader reader(SocketChannel channel) {
        return new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    /** One thing that the agent says. */
    record Frame(String kind, String text) {}

    static byte[] request(List<String> arguments, Style style) {
        return line(json -> {
            json.writeArrayFieldStart("argv");
            for (var argument : arguments) {
                json.writeString(argument);
            }
            json.writeEndArray();
            if (style.columns().isPresent()) {
                json.writeNumberField("columns", style.columns().get());
            }
            json.writeBooleanField("colour", style.colour());
            json.writeBooleanField("unicode", style.unicode());
        });
    }

    /**
     * Reads what the agent said.
     *
     * @throws IOException if it is no whole line of the agent's
     */
    static Frame frame(String line) throws IOException {
        try (var parser = LINES.createParser(line)) {
            parser.nextToken();
            var kind = String.valueOf(parser.nextFieldName());
            parser.nextToken();
            var text = String.valueOf(parser.getValueAsString());
            while (parser.nextToken() != null) {
                // What else is said is of a newer agent; a line that was cut off does not come to its end.
                parser.skipChildren();
            }
            return new Frame(kind, text);
        }
    }

    /** Empty if the line is not a request. */
    static Optional<Call> parse(String line) {
        try {
            var node = Json.tree(line);
            if (node == null || !node.path("argv").isArray()) {
                return Optional.empty();
            }
            var arguments = new ArrayList<String>();
            node.get("argv").forEach(each -> arguments.add(each.asText()));
            var columns = node.path("columns").asInt();
            return Optional.of(new Call(
                    List.copyOf(arguments),
                    new Style(
                            columns > 0 ? Optional.of(columns) : Optional.empty(),
                            node.path("colour").asBoolean(),
                            node.path("unicode").asBoolean())));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static byte[] frame(String stream, String text) {
        return line(json -> json.writeStringField(stream, text));
    }

    static byte[] exit(int code) {
        return line(json -> json.writeNumberField("exit", code));
    }

    /** What is in one line. */
    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] line(Fields fields) {
        var bytes = new ByteArrayOutputStream();
        try (var json = LINES.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("nothing fails that writes to memory", e);
        }
        return bytes.toByteArray();
    }
}
