package dev.slipway.config;

import dev.slipway.model.ComposeSpec;
import dev.slipway.model.Run;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The rows of {@code compose}, which may be nothing but the path of a file, or of several. */
final class ComposeShape {
    private static final Field<List<String>> FILE = Field.required(
            "file",
            FormsShape.scalarOrList(path().then((path, in) -> List.of(path)), nonEmpty(new ListShape<>(path()))),
            "Compose file by its path in the repository, or a list of them; a later one adds to those before it");
    private static final Field<List<Run.EnvFile>> ENV_FILE = Field.optional(
            "env_file",
            FormsShape.scalarOrList(envFile().then((file, in) -> List.of(file)), new ListShape<>(envFile())),
            "file of NAME=value lines on this machine, in Compose's format, or a list of them; the Compose files may use its"
                    + " variables");
    private static final Field<SequencedMap<String, String>> ENVIRONMENT = Field.optional(
            "environment",
            new PairsShape(PairsShape.Valueless.FROM_ENVIRONMENT),
            "variables that the Compose files may use; they win over env_file. Nothing else of Slipway's own environment is"
                    + " given to Compose");
    private static final Field<List<String>> PROFILES =
            Field.optional("profiles", new ListShape<>(Scalars.name()), "profiles of Compose that are active");
    private static final Field<String> PROJECT = Field.optional(
            "project",
            Scalars.matching("a project's name such as shop: a-z, 0-9, - and _", ComposeSpec.PROJECT),
            "name of Compose's project; the app's name if left out");
    private static final Field<Duration> TIMEOUT = Field.withDefault(
            "timeout",
            Scalars.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            "30m",
            "limit of the build of all services, and of the pull of their images");

    private static final ObjectShape<Draft> LONG = ObjectShape.of(
                    List.of(FILE, ENV_FILE, ENVIRONMENT, PROFILES, PROJECT, TIMEOUT),
                    f -> new Draft(
                            f.get(FILE),
                            f.find(ENV_FILE).orElse(List.of()),
                            f.find(ENVIRONMENT)
                                    .<Map<String, String>>map(it -> it)
                                    .orElse(Map.of()),
                            f.find(PROFILES).orElse(List.of()),
                            f.find(PROJECT),
                            f.get(TIMEOUT)))
            .refusing(Map.of("files", "it is called file, and takes a list as well"));

    static final Shape<Draft> SHAPE = new FormsShape<>(
            Optional.of(path().then((path, in) -> Draft.of(List.of(path)))),
            Optional.of(nonEmpty(new ListShape<>(path())).then((paths, in) -> Draft.of(paths))),
            Optional.of(LONG));

    private ComposeShape() {}

    /** Before the app's name is known. */
    record Draft(
            List<String> files,
            List<Run.EnvFile> envFiles,
            Map<String, String> environment,
            List<String> profiles,
            Optional<String> project,
            Duration timeout) {
        static Draft of(List<String> files) {
            return new Draft(files, List.of(), Map.of(), List.of(), Optional.empty(), Duration.ofMinutes(30));
        }

        ComposeSpec spec(String app) {
            return new ComposeSpec(files, envFiles, environment, profiles, project.orElse(app), timeout);
        }

        /** Why there can be no such project; empty if there can. */
        Optional<String> objection(String app) {
            return project.isPresent() || ComposeSpec.PROJECT.matcher(app).matches()
                    ? Optional.empty()
                    : Optional.of("a project of Compose cannot be called " + app
                            + "; give it a name of a-z, 0-9, - and _ by compose.project");
        }
    }

    private static Shape<Run.EnvFile> envFile() {
        return Scalars.hostPath().then((path, in) -> new Run.EnvFile(path, true, true));
    }

    private static Shape<String> path() {
        return Scalars.parsed("a path in the repository such as compose.yaml", BuildShape::inRepository);
    }

    private static <T> Shape<List<T>> nonEmpty(Shape<List<T>> list) {
        return list.then((items, in) -> {
            if (items.isEmpty()) {
                throw new Misfit("must name a file");
            }
            return items;
        });
    }
}
