package dev.slipway.config;

import dev.slipway.model.Run;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Compose's short syntax of a mount: {@code [SOURCE:]TARGET[:OPTION,…]}. */
final class VolumeSyntax {
    static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    static final List<String> PROPAGATIONS = List.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

    private static final String CREATE_HOST_PATH = "create_host_path";
    private static final int MOST_PARTS = 3;

    private VolumeSyntax() {}

    static Run.Mount parse(String text, Reading in) throws Misfit {
        var parts = text.split(":", -1);
        if (parts.length > MOST_PARTS) {
            throw Misfit.mustBe(
                    "/host/path:/path, ./path:/path, name:/path or /path, with options such as :ro at the end");
        }
        if (parts.length == 1) {
            return new Run.Mount(Run.Mount.Kind.VOLUME, Optional.empty(), target(parts[0], text), false, Map.of());
        }
        var target = target(parts[1], text);
        boolean bind = isPath(parts[0]);
        var options = new TreeMap<String, String>();
        if (bind) {
            options.put(CREATE_HOST_PATH, "true");
        }
        boolean readOnly = false;
        for (var option : parts.length == MOST_PARTS ? parts[2].split(",", -1) : new String[0]) {
            if (option.equals("ro")) {
                readOnly = true;
            } else {
                options.putAll(option(option, bind));
            }
        }
        return new Run.Mount(
                bind ? Run.Mount.Kind.BIND : Run.Mount.Kind.VOLUME,
                Optional.of(bind ? in.resolve(parts[0]).toString() : volumeName(parts[0])),
                target,
                readOnly,
                options);
    }

    /** By Compose's rule a source that is no path names a volume. */
    static boolean isPath(String source) {
        return source.startsWith("/") || source.startsWith(".") || source.startsWith("~");
    }

    static String volumeName(String name) throws Misfit {
        if (!NAME.matcher(name).matches()) {
            throw new Misfit(
                    "'" + name + "' is no name of a volume (letters, digits, _ . -); a path begins with / or ./");
        }
        return name;
    }

    private static String target(String target, String whole) throws Misfit {
        if (!target.startsWith("/")) {
            throw new Misfit("'" + target + "' in '" + whole + "' must be an absolute path in the container");
        }
        return target;
    }

    private static Map<String, String> option(String option, boolean bind) throws Misfit {
        if (bind && PROPAGATIONS.contains(option)) {
            return Map.of("propagation", option);
        }
        return switch (option) {
            // The last three only ever had a meaning on Docker Desktop.
            case "rw", "cached", "delegated", "consistent" -> Map.of();
            case "z", "Z" -> Map.of("selinux", option);
            case "nocopy" -> {
                if (bind) {
                    throw new Misfit("'nocopy' is for named volumes only");
                }
                yield Map.of("nocopy", "true");
            }
            default ->
                throw new Misfit(
                        "'" + option + "' is no option of a mount; these are ro, rw, z, Z, nocopy and, for host"
                                + " paths, " + String.join(", ", PROPAGATIONS));
        };
    }
}
