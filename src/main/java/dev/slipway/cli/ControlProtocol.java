package dev.slipway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
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
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** What a request may have, in characters; arguments are short. */
    static final int LONGEST_REQUEST = 64 * 1024;

    private ControlProtocol() {}

    /** A command that a client wants carried out, and what its screen can show. */
    record Call(List<String> arguments, Style style) {}

    /** Lines in UTF-8; a byte that is not is replaced, so that it spoils its line and no more. */
    static BufferedReader reader(SocketChannel channel) {
        return new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    static byte[] request(List<String> arguments, Style style) {
        var node = JSON.createObjectNode();
        var list = node.putArray("argv");
        arguments.forEach(list::add);
        style.columns().ifPresent(columns -> node.put("columns", columns));
        node.put("colour", style.colour()).put("unicode", style.unicode());
        return line(node.toString());
    }

    /** Empty if the line is not a request. */
    static Optional<Call> parse(String line) {
        try {
            var node = JSON.readTree(line);
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
        return line(JSON.createObjectNode().put(stream, text).toString());
    }

    static byte[] exit(int code) {
        return line(JSON.createObjectNode().put("exit", code).toString());
    }

    private static byte[] line(String json) {
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
