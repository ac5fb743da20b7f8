package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What BuildKit says: steps that may run side by side, each with its own output. */
final class BuildKitOutput implements BuildOutput {
    private static final Pattern STEP =
            Pattern.compile("\\[(?:\\S+/\\S+ )??(?:(\\S+) )?(\\d+/\\d+)] (.+)", Pattern.DOTALL);
    private static final Pattern UNNAMED_STAGE = Pattern.compile("stage-\\d+");

    private final Progress log;
    private final Map<String, Track> tracks = new LinkedHashMap<>();
    private Optional<Track> latest = Optional.empty();
    private Optional<Track> failed = Optional.empty();
    private Optional<String> error = Optional.empty();

    /** One step on its way, numbered in the order in which they appeared. */
    private final class Track {
        private final String prefix;
        private final LineBuffer lines;
        private String name = "";
        private boolean ended;

        Track(int number) {
            this.prefix = "#" + number + " ";
            this.lines = new LineBuffer(EVIDENCE_LINES, line -> log.line(prefix + line));
        }

        void say(String text) {
            log.line(prefix + text);
        }

        Optional<Step> step() {
            var parts = STEP.matcher(name);
            return parts.matches()
                    ? Optional.of(new Step(
                            parts.group(2),
                            Optional.ofNullable(parts.group(1))
                                    .filter(stage ->
                                            !UNNAMED_STAGE.matcher(stage).matches()),
                            parts.group(3)))
                    : Optional.empty();
        }
    }

    BuildKitOutput(Progress log) {
        this.log = log;
    }

    @Override
    public void accept(JsonNode message) throws IOException {
        if (message.path("id").asText().equals("moby.buildkit.trace")) {
            follow(BuildKitTrace.decode(message.path("aux").binaryValue()));
        } else if (message.has("stream")) {
            log.line(message.path("stream").asText().stripTrailing());
        }
        if (message.has("error")) {
            flush();
            error = Optional.of(message.path("errorDetail")
                    .path("message")
                    .asText(message.path("error").asText()));
        }
    }

    @Override
    public void flush() {
        tracks.values().forEach(track -> track.lines.flush());
    }

    @Override
    public Optional<Step> step() {
        return failed.or(() -> latest).flatMap(Track::step);
    }

    @Override
    public List<String> evidence() {
        return failed.or(() -> latest).map(track -> track.lines.last()).orElse(List.of());
    }

    @Override
    public Optional<String> error() {
        return error;
    }

    private void follow(BuildKitTrace trace) {
        trace.vertexes().forEach(this::follow);
        trace.logs().forEach(each -> track(each.vertex()).lines.append(each.text()));
        trace.warnings().forEach(warning -> log.line("warning: " + warning.text()));
    }

    private void follow(BuildKitTrace.Vertex vertex) {
        if (vertex.started().isEmpty() && !vertex.cached()) {
            return;
        }
        var track = track(vertex.digest());
        if (track.name.isEmpty()) {
            track.name = vertex.name();
            track.say(vertex.name());
            track.step().ifPresent(ignored -> latest = Optional.of(track));
        }
        if (!track.ended && vertex.completed().isPresent()) {
            end(track, vertex);
        }
    }

    private void end(Track track, BuildKitTrace.Vertex vertex) {
        track.ended = true;
        track.lines.flush();
        if (isOwnFailure(vertex.error())) {
            failed = Optional.of(track);
            track.say("failed: " + vertex.error());
        } else if (!vertex.error().isEmpty()) {
            track.say("canceled");
        } else if (vertex.cached()) {
            track.say("cached");
        } else {
            track.say("done, " + seconds(vertex));
        }
    }

    private Track track(String digest) {
        return tracks.computeIfAbsent(digest, ignored -> new Track(tracks.size() + 1));
    }

    /** A step that ran beside the failing one is canceled, which is reported as an error of its own. */
    private static boolean isOwnFailure(String error) {
        return !error.isEmpty() && !error.endsWith("context canceled");
    }

    private static String seconds(BuildKitTrace.Vertex vertex) {
        var took = vertex.started()
                .flatMap(from -> vertex.completed().map(to -> Duration.between(from, to)))
                .orElse(Duration.ZERO);
        return String.format(java.util.Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }
}
