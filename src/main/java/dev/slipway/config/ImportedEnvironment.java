package dev.slipway.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the variables of an imported entry go: into it as they are, or, as soon as one of them looks secret, all into a file of
 * their own. A secret whose name tells nothing is rarely the only one.
 */
final class ImportedEnvironment {
    private static final String ENVIRONMENT = "environment";
    private static final String ENV_FILE = "env_file";
    private static final String ENV_FORMAT = "env_format";
    /** Long, of letters and digits, and nothing that people would write. */
    private static final Pattern RANDOM = Pattern.compile("(?=.*[0-9])(?=.*[A-Za-z])(?!/)[A-Za-z0-9+/_=-]{20,}");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    private final Map<String, String> hidden = new LinkedHashMap<>();
    private final boolean compose;

    /** @param always whether they go into a file in any case */
    ImportedEnvironment(EntryDraft draft, boolean always) {
        var known = new LinkedHashMap<String, String>();
        if (draft.run().get(ENVIRONMENT) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                // What only a shell knew is no secret here, and is to be filled in where it is seen.
                if (value instanceof String text
                        && ShellLine.knows(text)
                        && NAME.matcher(String.valueOf(name)).matches()) {
                    known.put(String.valueOf(name), text);
                }
            });
        }
        if (always || known.entrySet().stream().anyMatch(each -> looksSecret(each.getKey(), each.getValue()))) {
            hidden.putAll(known);
        }
        // An env file that is there already keeps its format, which is Docker's.
        compose = hidden.values().stream().anyMatch(value -> value.contains("\n") || value.endsWith("\r"))
                && !draft.run().containsKey(ENV_FILE);
    }

    private static boolean looksSecret(String name, String value) {
        return !value.isEmpty()
                && (Masking.looksSecret(name)
                        || !Masking.text(value).equals(value)
                        || RANDOM.matcher(value).matches());
    }

    List<String> names() {
        return List.copyOf(hidden.keySet());
    }

    Optional<String> file() {
        return hidden.isEmpty()
                ? Optional.empty()
                : Optional.of(hidden.entrySet().stream()
                        .map(each -> each.getKey() + "=" + written(each.getValue()) + "\n")
                        .collect(Collectors.joining()));
    }

    private String written(String value) {
        if (!compose) {
            return value;
        }
        return "\""
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("$", "\\$")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + "\"";
    }

    /** Puts the file in the place of what it holds. */
    void applyTo(Map<String, Object> run, String path) {
        if (hidden.isEmpty()) {
            return;
        }
        if (run.get(ENVIRONMENT) instanceof Map<?, ?> map) {
            var left = new LinkedHashMap<String, Object>();
            map.forEach((name, value) -> {
                if (!hidden.containsKey(String.valueOf(name))) {
                    left.put(String.valueOf(name), value);
                }
            });
            if (left.isEmpty()) {
                run.remove(ENVIRONMENT);
            } else {
                run.put(ENVIRONMENT, left);
            }
        }
        if (run.get(ENV_FILE) instanceof List<?> files) {
            var all = new ArrayList<Object>(files);
            all.add(path); // The last one wins, as -e wins over --env-file.
            run.put(ENV_FILE, all);
        } else {
            run.put(ENV_FILE, path);
        }
        if (compose) {
            run.put(ENV_FORMAT, "compose");
        }
    }
}
