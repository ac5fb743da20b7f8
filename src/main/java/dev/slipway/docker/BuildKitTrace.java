package dev.slipway.docker;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One message of BuildKit's progress: {@code StatusResponse} of moby/buildkit's api/services/control/control.proto, whose field
 * numbers stand here.
 */
record BuildKitTrace(List<Vertex> vertexes, List<Log> logs, List<Warning> warnings) {
    BuildKitTrace {
        vertexes = List.copyOf(vertexes);
        logs = List.copyOf(logs);
        warnings = List.copyOf(warnings);
    }

    /**
     * A step, as far as it has come.
     *
     * @param name {@code [build 2/3] RUN make}
     * @param error empty unless it failed
     */
    record Vertex(
            String digest,
            String name,
            boolean cached,
            Optional<Instant> started,
            Optional<Instant> completed,
            String error) {}

    /** What a step printed: not always whole lines. */
    record Log(String vertex, String text) {}

    /** What BuildKit's linter has to say. */
    record Warning(String text) {}

    static BuildKitTrace decode(byte[] message) throws IOException {
        var vertexes = new ArrayList<Vertex>();
        var logs = new ArrayList<Log>();
        var warnings = new ArrayList<Warning>();
        var fields = new Protobuf(message);
        while (fields.next()) {
            switch (fields.field()) {
                case 1 -> vertexes.add(vertex(fields.bytes()));
                case 3 -> logs.add(log(fields.bytes()));
                case 4 -> warnings.add(warning(fields.bytes()));
                default -> {} // 2 is how far a download has come
            }
        }
        return new BuildKitTrace(vertexes, logs, warnings);
    }

    private static Vertex vertex(byte[] message) throws IOException {
        var digest = "";
        var name = "";
        var cached = false;
        var started = Optional.<Instant>empty();
        var completed = Optional.<Instant>empty();
        var error = "";
        var fields = new Protobuf(message);
        while (fields.next()) {
            switch (fields.field()) {
                case 1 -> digest = fields.text();
                case 3 -> name = fields.text();
                case 4 -> cached = fields.flag();
                case 5 -> started = Optional.of(timestamp(fields.bytes()));
                case 6 -> completed = Optional.of(timestamp(fields.bytes()));
                case 7 -> error = fields.text();
                default -> {}
            }
        }
        return new Vertex(digest, name, cached, started, completed, error);
    }

    private static Log log(byte[] message) throws IOException {
        var vertex = "";
        var text = "";
        var fields = new Protobuf(message);
        while (fields.next()) {
            switch (fields.field()) {
                case 1 -> vertex = fields.text();
                case 4 -> text = fields.text();
                default -> {}
            }
        }
        return new Log(vertex, text);
    }

    private static Warning warning(byte[] message) throws IOException {
        var text = "";
        var fields = new Protobuf(message);
        while (fields.next()) {
            if (fields.field() == 3) {
                text = fields.text();
            }
        }
        return new Warning(text);
    }

    private static Instant timestamp(byte[] message) throws IOException {
        var seconds = 0L;
        var nanos = 0L;
        var fields = new Protobuf(message);
        while (fields.next()) {
            switch (fields.field()) {
                case 1 -> seconds = fields.number();
                case 2 -> nanos = fields.number();
                default -> {}
            }
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }
}
