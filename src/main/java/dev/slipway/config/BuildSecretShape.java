package dev.slipway.config;

import dev.slipway.model.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A secret of a build, written as one of Compose's top-level {@code secrets}: from a file, to the last byte, or from a variable. */
final class BuildSecretShape {
    /** BuildKit takes no larger. */
    private static final long MAX_BYTES = 500 * 1024L;

    private static final Field<Secret> FILE = Field.optional(
            "file", new FromFile(), "file that holds it, UTF-8 text of at most 500 KiB, given to the build as it is");
    private static final Field<Secret> ENVIRONMENT = Field.optional(
            "environment",
            new FromVariable(),
            "name of the variable, in Slipway's own environment or its env_file, that holds it");

    private static final Shape<Secret> ONE = ObjectShape.of(
                    List.of(FILE, ENVIRONMENT),
                    f -> f.find(FILE).or(() -> f.find(ENVIRONMENT)).orElseThrow())
            .checked(BuildSecretShape::check)
            .refusing(Map.of(
                    "external", "Slipway keeps no secrets; name a file or a variable",
                    "name", "the secret's id is its key",
                    "content", "keep it in a file or a variable, and name that"));

    /** All of them, by the ids that a Dockerfile's {@code --mount=type=secret} names. */
    static final Shape<Map<String, Secret>> SHAPE = new MapShape<>(
                    Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*"), "an id such as npm_token", ONE)
            .then((secrets, in) -> Map.copyOf(secrets));

    private BuildSecretShape() {}

    private static void check(Fields f) {
        var both = f.isGiven(FILE) && f.isGiven(ENVIRONMENT);
        var neither = !f.isGiven(FILE) && !f.isGiven(ENVIRONMENT);
        if (both || (neither && f.isSound())) {
            f.refuse("needs 'file' or 'environment', and not both");
        }
    }

    private static Secret read(Path file) throws Misfit {
        var text = Secrets.read(file, MAX_BYTES, "larger than 500 KiB, and BuildKit takes no larger secret");
        return SecretText.checked(text, file.toString(), true).value();
    }

    /** A path; shown with the fingerprint of what the file holds. */
    private record FromFile() implements Shape<Secret> {
        private static final Shape<String> PATH = Scalars.hostPath();

        @Override
        public Optional<Secret> read(Yaml node, Reading in) {
            return PATH.<Secret>then((path, ignored) -> {
                        in.sources().note(Path.of(path));
                        return BuildSecretShape.read(Path.of(path));
                    })
                    .read(node, in);
        }

        @Override
        public Map<String, Object> schema() {
            return PATH.schema();
        }

        @Override
        public String kind() {
            return "path of a file";
        }

        @Override
        public Object shown(Yaml node, Reading in) {
            return PATH.read(node, in).orElseThrow() + " "
                    + Masking.of(read(node, in).orElseThrow());
        }
    }

    /** The name of a variable; shown with the fingerprint of its value. */
    private record FromVariable() implements Shape<Secret> {
        private static final Shape<String> NAME = Scalars.matching(
                "the name of a variable, such as NPM_TOKEN", Pattern.compile("[A-Za-z_][A-Za-z0-9_]*"));

        @Override
        public Optional<Secret> read(Yaml node, Reading in) {
            return NAME.<Secret>then((name, ignored) -> {
                        var value = in.variables()
                                .find(name)
                                .orElseThrow(() -> new Misfit("the environment variable " + name + " is not set"
                                        + in.variables().lookedAt()));
                        return SecretText.checked(value.text(), value.origin(), true)
                                .value();
                    })
                    .read(node, in);
        }

        @Override
        public Map<String, Object> schema() {
            return NAME.schema();
        }

        @Override
        public String kind() {
            return NAME.kind();
        }

        @Override
        public Object shown(Yaml node, Reading in) {
            return NAME.read(node, in).orElseThrow() + " "
                    + Masking.of(read(node, in).orElseThrow());
        }
    }
}
