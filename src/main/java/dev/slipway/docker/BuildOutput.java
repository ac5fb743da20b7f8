package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Follows what a builder says, message by message, and writes it into the deployment's log. */
interface BuildOutput {
    /** How many lines of a failing step are kept as evidence. */
    int EVIDENCE_LINES = 20;

    /**
     * Takes the next message.
     *
     * @throws IOException if it cannot be read
     */
    void accept(JsonNode message) throws IOException;

    /** Writes what has not yet ended with a line break. */
    void flush();

    /** The step that failed, or else the one that was begun last. */
    Optional<Step> step();

    /** The last lines that this step printed, oldest first. */
    List<String> evidence();

    /** The builder's own word for why it failed; empty while it has not. */
    Optional<String> error();

    /**
     * One step of a Dockerfile.
     *
     * @param number {@code 4/9}
     * @param stage its stage, where the builder counts by stages and it has a name
     * @param instruction {@code RUN npm ci}
     */
    record Step(String number, Optional<String> stage, String instruction) {
        private static final int SHOWN = 100;

        @Override
        public String toString() {
            var line = instruction.strip().replaceAll("\\s+", " ");
            var shown = line.length() <= SHOWN ? line : line.substring(0, SHOWN - 1) + "…";
            return "step " + number + stage.map(name -> " of " + name).orElse("") + " (" + shown + ")";
        }
    }
}
