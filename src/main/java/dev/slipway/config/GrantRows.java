package dev.slipway.config;

import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.util.List;
import java.util.regex.Pattern;

/** What tasks of a swarm get as files: its secrets and configs, by the names that they have there. */
final class GrantRows {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9_.-]{0,62}[a-zA-Z0-9])?");
    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3,4}");
    private static final int READABLE = 0444;

    static final List<RunRow<?>> ROWS = List.of(
            RunRow.of(
                    RunKey.SECRETS,
                    grants("", "name under /run/secrets, or an absolute path; the secret's own name if left out"),
                    "of the swarm, by name: tasks find each at /run/secrets/NAME; for target: swarm"),
            RunRow.of(
                    RunKey.CONFIGS,
                    grants("/", "absolute path; /NAME if left out"),
                    "of the swarm, by name: tasks find each at /NAME; for target: swarm"));

    private GrantRows() {}

    private static Shape<List<Run.Grant>> grants(String folder, String aboutTarget) {
        var source = Field.required("source", Scalars.matching("a name in the swarm", NAME), "its name in the swarm");
        var target = Field.optional("target", Scalars.name(), aboutTarget);
        var uid = Field.withDefault("uid", Scalars.name(), "0", "owner of the file");
        var gid = Field.withDefault("gid", Scalars.name(), "0", "group of the file");
        var mode = Field.withDefault(
                "mode", Scalars.parsed("an octal mode such as 0440", GrantRows::mode), "0444", "mode of the file");
        var longForm = ObjectShape.of(
                List.of(source, target, uid, gid, mode),
                f -> new Run.Grant(
                        f.get(source),
                        f.find(target).orElse(folder + f.get(source)),
                        f.get(uid),
                        f.get(gid),
                        f.get(mode)));
        return new ListShape<>(FormsShape.scalarOrMapping(
                Scalars.matching("a name in the swarm", NAME)
                        .then((name, in) -> new Run.Grant(name, folder + name, "0", "0", READABLE)),
                longForm));
    }

    private static int mode(String text) throws Misfit {
        if (!OCTAL.matcher(text).matches()) {
            throw Misfit.mustBe("an octal mode such as 0440");
        }
        return Integer.parseInt(text, 8);
    }
}
