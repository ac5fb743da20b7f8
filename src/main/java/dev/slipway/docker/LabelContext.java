package dev.slipway.docker;

import dev.slipway.deploy.Source.BuildContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * A build that does nothing but write labels on an image. The classic builder takes those that a build is ordered with one by one,
 * with a container and an image for each; these are one step.
 *
 * @param image its full id
 */
record LabelContext(String image, Map<String, String> labels) implements BuildContext {
    @Override
    public String dockerfile() {
        var line = new StringBuilder("FROM " + image + "\nLABEL");
        new TreeMap<>(labels)
                .forEach((key, value) ->
                        line.append(' ').append(quoted(key)).append('=').append(quoted(value)));
        return line.append('\n').toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + '"';
    }

    @Override
    public String dockerfilePath() {
        return "Dockerfile";
    }

    @Override
    public void writeTo(OutputStream tar) throws IOException {
        tar.write(SmallTar.of(Map.of(dockerfilePath(), dockerfile())));
    }
}
