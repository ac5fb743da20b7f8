package dev.slipway.config;

import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The rows of {@code run}, gathered by theme, with what concerns several of them. */
final class RunShape {
    static final List<RunRow<?>> ROWS = Stream.of(
                    ProcessRows.ROWS,
                    EnvironmentRows.ROWS,
                    NetworkRows.ROWS,
                    StorageRows.ROWS,
                    SecurityRows.ROWS,
                    ResourceRows.ROWS,
                    GrantRows.ROWS)
            .flatMap(List::stream)
            .toList();

    /** Of which more than one key comes. */
    static final Field<RunSpec> DEPLOY = Field.optional(
            RunKey.DEPLOY.name(),
            DeployShape.SHAPE,
            "as Compose writes it for Swarm: how a swarm runs and updates it; one engine takes resources alone");

    static final Shape<RunSpec> SHAPE =
            ObjectShape.of(fields(), RunShape::build).checked(RunShape::check).refusing(RefusedRunKeys.REASONS);

    private RunShape() {}

    private static List<Field<?>> fields() {
        var fields = new ArrayList<Field<?>>();
        ROWS.forEach(row -> fields.add(row.field()));
        fields.add(EnvironmentRows.ENV_FORMAT);
        fields.add(EnvironmentRows.ENV_FILE);
        fields.add(DEPLOY);
        return List.copyOf(fields);
    }

    private static RunSpec build(Fields f) {
        var spec = withRows(f);
        var files = EnvironmentRows.envFiles(f);
        if (files.isPresent()) {
            spec = spec.with(RunKey.ENV_FILE, files.get());
        }
        return f.find(DEPLOY).map(DeployResources.addedTo(spec)).orElse(spec);
    }

    private static RunSpec withRows(Fields f) {
        var spec = RunSpec.EMPTY;
        for (var row : ROWS) {
            spec = row.addTo(spec, f);
        }
        return spec;
    }

    private static void check(Fields f) {
        var spec = withRows(f);
        f.find(DEPLOY).ifPresent(deploy -> checkDeploy(f, spec, deploy));
        NetworkRows.check(f, spec);
        StorageRows.check(f, spec);
    }

    private static void checkDeploy(Fields f, RunSpec spec, RunSpec deploy) {
        for (var key : deploy.keys()) {
            var own = spec.get(key);
            if (own.isPresent() && !Objects.equals(own, deploy.get(key))) {
                f.refuse(
                        DEPLOY,
                        "sets " + key.name() + " to something else than '" + key.name() + "' does; keep one of them");
            }
        }
    }
}
