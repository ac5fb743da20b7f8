package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the classic builder says: its own words and the steps' output in one stream of text. */
final class ClassicOutput implements BuildOutput {
    private static final Pattern STEP = Pattern.compile("Step (\\d{1,6})/(\\d{1,6}) : (.+)", Pattern.DOTALL);

    /** What it says of its doings between a step's lines; of no use as evidence. The lone line break ends an announcement. */
    private static final Pattern OWN_WORDS =
            Pattern.compile("\\n| ---> (Running in )?[0-9a-f]{12}\\n| ---> Using cache\\n"
                    + "|( ---> Removed|Removing) intermediate container [0-9a-f]{12}\\n");

    private final Progress log;
    private final int added;
    private final LineBuffer lines;
    private final PullOutput pulls;
    private final List<String> images = new ArrayList<>();
    private int number;
    private Optional<Step> step = Optional.empty();
    private Optional<String> error = Optional.empty();

    /**
     * Follows one build.
     *
     * @param added steps that the builder counts, but the Dockerfile does not have: one for each label
     */
    ClassicOutput(Progress log, int added) {
        this.log = log;
        this.added = added;
        this.lines = new LineBuffer(EVIDENCE_LINES, log::line);
        this.pulls = new PullOutput(log);
    }

    @Override
    public void accept(JsonNode message) {
        var stream = message.path("stream").asText();
        if (OWN_WORDS.matcher(stream).matches()) {
            lines.flush();
            if (!stream.isBlank()) {
                log.line(stream.stripTrailing());
            }
        } else if (!beginsStep(stream)) {
            lines.append(stream);
        }
        if (message.has("status")) {
            pulls.accept(message);
        }
        var image = message.path("aux").path("ID").asText();
        if (!image.isEmpty()) {
            images.add(image);
        }
        if (message.has("error")) {
            flush();
            error = Optional.of(message.path("errorDetail")
                    .path("message")
                    .asText(message.path("error").asText()));
        }
    }

    /** The full id of the image that all was for; empty where the engine tells of none. */
    Optional<String> result() {
        return images.isEmpty() ? Optional.empty() : Optional.of(images.getLast());
    }

    /** The images of the stages in their order, the result last: each is told by the engine itself, not by a step. */
    List<String> images() {
        return List.copyOf(images);
    }

    @Override
    public void flush() {
        lines.flush();
    }

    @Override
    public Optional<Step> step() {
        return step;
    }

    @Override
    public List<String> evidence() {
        return lines.last();
    }

    @Override
    public Optional<String> error() {
        return error;
    }

    /**
     * A step is announced in a message of its own, without the line break, and they are numbered in order; what a step prints
     * may look the same but for that.
     */
    private boolean beginsStep(String stream) {
        var announced = STEP.matcher(stream);
        if (stream.endsWith("\n") || !announced.matches() || Integer.parseInt(announced.group(1)) != number + 1) {
            return false;
        }
        number++;
        lines.flush();
        lines.forget();
        log.line(stream);
        var count = Math.max(number, Integer.parseInt(announced.group(2)) - added);
        step = Optional.of(new Step(number + "/" + count, Optional.empty(), announced.group(3)));
        return true;
    }
}
