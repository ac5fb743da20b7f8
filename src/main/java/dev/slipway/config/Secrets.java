package dev.slipway.config;

import dev.slipway.model.Placeholders;
import dev.slipway.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A secret key {@code x} and its twin {@code x_file}: at most one of them may be given.
 *
 * @param inline the secret itself
 * @param file a file that holds it
 */
record Secrets(Field<Secret> inline, Field<Secret> file) {
    private static final long MAX_FILE_BYTES = 64 * 1024;

    static Secrets named(String name, String about) {
        return new Secrets(
                Field.optional(name, new InlineShape(), about + "; better kept in a file, see " + name + "_file"),
                Field.optional(
                        name + "_file",
                        new FileShape(),
                        about + ", read from this file; one newline at its end is dropped"));
    }

    List<Field<?>> fields() {
        return List.of(inline, file);
    }

    /** For the check of the mapping that has these fields. */
    void check(Fields fields) {
        if (fields.isGiven(inline) && fields.isGiven(file)) {
            fields.refuse(
                    file,
                    "'" + inline.name() + "' is given as well; keep one of them, and '" + file.name() + "' rather");
        }
    }

    Optional<Secret> find(Fields fields) {
        return fields.find(inline).or(() -> fields.find(file));
    }

    static Secret checked(String value) throws Misfit {
        if (value.isBlank()) {
            throw new Misfit("the secret is empty; set it or remove the key");
        }
        var lower = value.strip().toLowerCase(Locale.ROOT);
        if (Placeholders.contain(lower)) {
            throw new Misfit(
                    "'" + lower + "' is a placeholder that everybody knows, not a secret; put the real one there");
        }
        return new Secret(value);
    }

    static Secret read(Path file) throws Misfit {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new Misfit("the file " + file + " is larger than 64 KB and can hardly be a secret");
            }
            return checked(withoutNewline(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            throw new Misfit("there is no file " + file + "; put the secret there, or correct the path");
        } catch (IOException e) {
            throw new Misfit(
                    "the file " + file + " cannot be read (" + e + "); let the user that runs Slipway read it");
        }
    }

    private static String withoutNewline(String content) {
        if (content.endsWith("\r\n")) {
            return content.substring(0, content.length() - 2);
        }
        return content.endsWith("\n") ? content.substring(0, content.length() - 1) : content;
    }

    /** The secret itself, which is never quoted in a problem. */
    private record InlineShape() implements Shape<Secret> {
        @Override
        public Optional<Secret> read(Yaml node, Reading in) {
            if (!(node instanceof Yaml.Text text)) {
                return in.refuse(node, "must be text");
            }
            try {
                return Optional.of(checked(text.isNull() ? "" : text.value()));
            } catch (Misfit misfit) {
                return in.refuse(node, misfit.message("(secret)"));
            }
        }

        @Override
        public Map<String, Object> schema() {
            return Scalars.schemaOf("type", "string", "minLength", 1);
        }

        @Override
        public String kind() {
            return "secret text";
        }

        @Override
        public Object shown(Yaml node, Reading in) {
            return Masking.of(read(node, in).orElseThrow());
        }
    }

    /** A path; shown with the fingerprint of what the file holds. */
    private record FileShape() implements Shape<Secret> {
        private static final Shape<String> PATH = Scalars.hostPath();

        @Override
        public Optional<Secret> read(Yaml node, Reading in) {
            return PATH.then((path, ignored) -> Secrets.read(Path.of(path))).read(node, in);
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
}
