package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Calls for which docker-java has no command, or one that cannot say what is meant; they fail as its commands do. */
final class Raw {
    static final ObjectMapper JSON = new ObjectMapper();

    private Raw() {}

    /** The answer to a ping, closed: its headers are what it says. */
    static Response ping(DockerHttpClient http) throws IOException {
        try (var response = http.execute(
                Request.builder().method(Request.Method.GET).path("/_ping").build())) {
            read(response);
            return response;
        }
    }

    static JsonNode get(DockerHttpClient http, String path) throws IOException {
        return get(http, path, Map.of());
    }

    static JsonNode get(DockerHttpClient http, String path, Map<String, String> headers) throws IOException {
        try (var response = http.execute(Request.builder()
                .method(Request.Method.GET)
                .path(path)
                .putAllHeaders(headers)
                .build())) {
            return read(response);
        }
    }

    static JsonNode post(DockerHttpClient http, String path, JsonNode body) throws IOException {
        return post(http, path, Map.of(), body);
    }

    static JsonNode post(DockerHttpClient http, String path, Map<String, String> headers, JsonNode body)
            throws IOException {
        var request = Request.builder()
                .method(Request.Method.POST)
                .path(path)
                .putAllHeaders(headers)
                .putHeader("Content-Type", "application/json")
                .bodyBytes(JSON.writeValueAsBytes(body))
                .build();
        try (var response = http.execute(request)) {
            return read(response);
        }
    }

    /** JSON, or missing if the answer is not JSON. */
    private static JsonNode read(Response response) throws IOException {
        var text = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
        var status = response.getStatusCode();
        if (status >= 400) {
            throw failure(status, text);
        }
        return text.startsWith("{") || text.startsWith("[") ? JSON.readTree(text) : JSON.missingNode();
    }

    private static DockerException failure(int status, String text) {
        return switch (status) {
            case 400 -> new BadRequestException(text);
            case 404 -> new NotFoundException(text);
            case 409 -> new ConflictException(text);
            case 500 -> new InternalServerErrorException(text);
            default -> new DockerException(text, status);
        };
    }
}
