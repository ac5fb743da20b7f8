package dev.slipway.config;

import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The container's environment and its labels. */
final class EnvironmentRows {
    private static final String OWN_LABELS = "dev.slipway.";
    static final Map<String, Format> FORMATS = formats();

    static final List<RunRow<?>> ROWS = List.of(
            RunRow.of(
                    RunKey.ENVIRONMENT,
                    new PairsShape(PairsShape.Valueless.FROM_ENVIRONMENT),
                    "environment variables; a name alone takes the value that ${NAME} has here"),
            RunRow.of(
                    RunKey.LABELS,
                    new PairsShape(PairsShape.Valueless.EMPTY).then((labels, in) -> withoutOwn(labels)),
                    "labels of the container; those that begin with dev.slipway. are Slipway's own"),
            RunRow.of(
                    RunKey.ANNOTATIONS,
                    new PairsShape(PairsShape.Valueless.REFUSED),
                    "annotations for the OCI runtime"));

    static final Field<Format> ENV_FORMAT = Field.withDefault(
            "env_format",
            Scalars.choice(FORMATS),
            "docker",
            "how env_file is read: as docker run does (no quotes, no variables), or as Compose does");

    static final Field<List<Entry>> ENV_FILE = Field.optional(
            RunKey.ENV_FILE.name(),
            FormsShape.scalarOrList(
                    path().then((entry, in) -> List.of(entry)),
                    new ListShape<>(FormsShape.scalarOrMapping(path(), longForm()))),
            "files of NAME=value lines, relative to this file's folder; what environment sets wins");

    private EnvironmentRows() {}

    /** Whose rules a file is read by. */
    enum Format {
        DOCKER,
        COMPOSE
    }

    /** One file, before {@code env_format} is known. */
    record Entry(String path, boolean required, Optional<Format> format) {
        Run.EnvFile in(Format usual) {
            return new Run.EnvFile(path, required, format.orElse(usual) == Format.COMPOSE);
        }
    }

    static Optional<List<Run.EnvFile>> envFiles(Fields f) {
        return f.find(ENV_FILE)
                .map(entries -> entries.stream()
                        .map(entry -> entry.in(f.get(ENV_FORMAT)))
                        .toList());
    }

    private static Shape<Entry> path() {
        return Scalars.hostPath().then((path, in) -> new Entry(path, true, Optional.empty()));
    }

    private static Shape<Entry> longForm() {
        var path = Field.required("path", Scalars.hostPath(), "the file");
        var required = Field.withDefault("required", Scalars.flag(), "true", "whether a missing file is a failure");
        var format = Field.optional(
                "format",
                Scalars.choice(Map.of("raw", Format.DOCKER)),
                "raw: as docker run reads it, whatever env_format says");
        return ObjectShape.of(
                List.of(path, required, format), f -> new Entry(f.get(path), f.get(required), f.find(format)));
    }

    private static Map<String, String> withoutOwn(Map<String, String> labels) throws Misfit {
        for (var name : labels.keySet()) {
            if (name.startsWith(OWN_LABELS)) {
                throw new Misfit("'" + name + "' begins with " + OWN_LABELS
                        + ", which Slipway keeps its own records under;" + " give it another name");
            }
        }
        return labels;
    }

    private static Map<String, Format> formats() {
        var formats = new LinkedHashMap<String, Format>();
        formats.put("docker", Format.DOCKER);
        formats.put("compose", Format.COMPOSE);
        return formats;
    }
}
