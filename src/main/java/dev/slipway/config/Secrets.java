package dev.slipway.config;

import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A secret key {@code x} and its twin {@code x_file}: at most one of them may be given.
 *
 * @param inline the secret itself
 * @param file a file that holds it
 */
record Secrets<T>(Field<T> inline, Field<T> file) {
    private static final long MAX_FILE_BYTES = 64 * 1024;

    static Secrets<Secret> named(String name, String about) {
        return of(
                name,
                about,
                new InlineShape().then((secret, in) -> secret.value()),
                new FileShape().then((secret, in) -> secret.value()));
    }

    /** The same with a condition, whose words must not quote the value. */
    static Secrets<Secret> refined(String name, String about, Shape.Refinement<Secret, Secret> condition) {
        return of(
                name,
                about,
                new InlineShape().then((secret, in) -> condition.apply(secret.value(), in)),
                new FileShape().then((secret, in) -> condition.apply(secret.value(), in)));
    }

    /** Of which there may be several, while one replaces another. */
    static Secrets<List<WebhookSecret>> listed(String name, String about) {
        return of(name, about, oneOrMore(new InlineShape()), oneOrMore(new FileShape()));
    }

    private static <T> Secrets<T> of(String name, String about, Shape<T> inline, Shape<T> file) {
        return new Secrets<>(
                Field.optional(name, inline, about + "; better kept in a file, see " + name + "_file"),
                Field.optional(
                        name + "_file", file, about + ", read from this file; one newline at its end is dropped"));
    }

    private static Shape<List<WebhookSecret>> oneOrMore(Shape<WebhookSecret> one) {
        return FormsShape.scalarOrList(
                one.then((secret, in) -> List.of(secret)), new ListShape<>(one).then((secrets, in) -> {
                            if (secrets.isEmpty()) {
                                throw new Misfit("must name at least one secret");
                            }
                            return secrets;
                        }));
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

    Optional<T> find(Fields fields) {
        return fields.find(inline).or(() -> fields.find(file));
    }

    /**
     * What a file with a secret holds, to the last byte.
     *
     * @param tooLarge what to say of one that is larger than {@code most} bytes, after its name
     */
    static String read(Path file, long most, String tooLarge) throws Misfit {
        try {
            if (Files.size(file) > most) {
                throw new Misfit("the file " + file + " is " + tooLarge);
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new Misfit("the file " + file + " is no UTF-8 text; encode it, with base64 for instance");
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

    private static WebhookSecret warned(WebhookSecret secret, Yaml node, Reading in) {
        SecretText.oddity(secret).ifPresent(what -> in.warn(node, what));
        return secret;
    }

    /** The secret itself, which is never quoted in a problem. */
    private record InlineShape() implements Shape<WebhookSecret> {
        /** A value that is one variable and nothing else. */
        private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?:[:?+-].*)?}");

        @Override
        public Optional<WebhookSecret> read(Yaml node, Reading in) {
            if (!(node instanceof Yaml.Text text)) {
                return in.refuse(node, "must be text");
            }
            var variable = variable(text, in);
            var origin = variable.map(Variables.Value::origin)
                    .orElseGet(() -> in.problems().place(text.at()));
            try {
                var value = text.isNull() ? "" : text.value();
                return Optional.of(warned(SecretText.checked(value, origin, variable.isPresent()), node, in));
            } catch (Misfit misfit) {
                return in.refuse(node, misfit.message("(secret)"));
            }
        }

        /** The variable that the secret is the value of; a default that stands in for one is none. */
        private static Optional<Variables.Value> variable(Yaml.Text text, Reading in) {
            var match = VARIABLE.matcher(text.written());
            return match.matches()
                    ? in.variables()
                            .find(match.group(1))
                            .filter(value -> value.text().equals(text.value()))
                    : Optional.empty();
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
            return Masking.of(read(node, in).orElseThrow().value());
        }
    }

    /** A path; shown with the fingerprint of what the file holds. */
    private record FileShape() implements Shape<WebhookSecret> {
        private static final Shape<String> PATH = Scalars.hostPath();

        @Override
        public Optional<WebhookSecret> read(Yaml node, Reading in) {
            return PATH.<WebhookSecret>then((path, ignored) -> {
                        in.sources().note(Path.of(path));
                        var content = Secrets.read(
                                Path.of(path), MAX_FILE_BYTES, "larger than 64 KB and can hardly be a secret");
                        if (!content.equals(withoutNewline(content))) {
                            in.note(
                                    node,
                                    "the line end at the end of " + path + " is no part of the secret, and left out");
                        }
                        return SecretText.checked(withoutNewline(content), path, true);
                    })
                    .read(node, in)
                    .map(secret -> warned(secret, node, in));
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
                    + Masking.of(read(node, in).orElseThrow().value());
        }
    }
}
