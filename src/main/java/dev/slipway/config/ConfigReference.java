package dev.slipway.config;

import java.util.ArrayList;
import java.util.List;

/** The reference of the configuration file as Markdown, made from the table that the parser itself is made from. */
final class ConfigReference {
    private static final String HEAD = """
            # Configuration

            Every key of `slipway.yaml`, generated from the table that also is the parser and the JSON Schema
            (`slipway config schema`): do not edit. An example is in `config/slipway.yaml`.

            - Every other key is an error, except those that begin with `x-`, which are ignored.
            - `${NAME}` is replaced from the environment, else from `env_file`, else (where that is left out) from the file `.env`
              beside this one, as Compose does; an unset name is an error. `${NAME:-default}`, `${NAME:?message}` and
              `${NAME:+other}` work as in Compose; `$$` is a dollar. A bare `$NAME` is refused, since it may mean either.
              Inside `{…}` and `[…]` such a value needs quotes, as any YAML with braces does.
            - Relative paths start at the folder of the file.
            - Anchors, aliases and `<<` work as in Compose.
            - Durations: `1h30m`, `10s`, `500ms`. Sizes: `512m`, `2gb`, `1.5g`, or bytes.
            """;

    private ConfigReference() {}

    static String markdown() {
        var out = new StringBuilder(HEAD);
        section(out, "", ((ObjectShape<?>) SettingsShape.SHAPE).fields());
        out.append("\n## Known, but not taken\n\n");
        out.append("Keys that Compose has for a service, but `run` refuses:\n\n");
        RefusedRunKeys.REASONS.forEach((key, reason) ->
                out.append("- `").append(key).append("`: ").append(reason).append('\n'));
        return out.toString();
    }

    /** One table, and then one for each key that is a mapping itself. */
    private static void section(StringBuilder out, String path, List<Field<?>> fields) {
        out.append("\n## ")
                .append(path.isEmpty() ? "The file" : "`" + path + "`")
                .append("\n\n");
        out.append("| key | value | default | |\n|---|---|---|---|\n");
        var inner = new ArrayList<Field<?>>();
        for (var field : fields) {
            out.append("| `").append(field.name()).append("` | ").append(cell(kind(field)));
            out.append(" | ")
                    .append(cell(fallback(field)))
                    .append(" | ")
                    .append(cell(field.about()))
                    .append(" |\n");
            if (!field.shape().fields().isEmpty() || !field.shape().keysByForm().isEmpty()) {
                inner.add(field);
            }
        }
        for (var field : inner) {
            var innerPath = (path.isEmpty() ? "" : path + ".") + pathOf(field);
            if (!field.shape().fields().isEmpty()) {
                section(out, innerPath, field.shape().fields());
            }
            field.shape().keysByForm().forEach((form, keys) -> section(out, innerPath + ", " + form, keys));
        }
    }

    private static String pathOf(Field<?> field) {
        return field.shape() instanceof MapShape || field.name().equals("apps") ? field.name() + ".NAME" : field.name();
    }

    private static String kind(Field<?> field) {
        return field.shape().kind() + (field.required() ? " (required)" : "");
    }

    private static String fallback(Field<?> field) {
        return field.fallback()
                .filter(text -> !text.isEmpty())
                .map(text -> "`" + text + "`")
                .orElse("");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
