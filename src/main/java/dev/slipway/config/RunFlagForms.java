package dev.slipway.config;

import dev.slipway.config.RunFlag.Use;
import java.util.List;
import java.util.Locale;

/** The flags of {@code docker run} that are written otherwise in the configuration. */
final class RunFlagForms {
    private RunFlagForms() {}

    static void restart(Use use) {
        unlessUsual(use, "restart", "no");
    }

    static void stopTimeout(Use use) {
        if (use.value().startsWith("-")) {
            use.draft()
                    .note(use.origin()
                            + ": Slipway does not wait without a limit; write stop_grace_period, such as 1h");
        } else {
            use.draft().put(use.origin(), "stop_grace_period", use.value() + "s");
        }
    }

    /** Docker takes a signal in lower case too. */
    static void stopSignal(Use use) {
        use.draft().put(use.origin(), "stop_signal", use.value().toUpperCase(Locale.ROOT));
    }

    /** Unlike Compose's, it is one word, which is not split. An empty one takes the image's away. */
    static void entrypoint(Use use) {
        use.draft().put(use.origin(), "entrypoint", use.value().isEmpty() ? List.of() : List.of(use.value()));
    }

    /** A name alone takes the value that the command's own environment has. */
    static void environment(Use use) {
        int equals = use.value().indexOf('=');
        if (equals < 0) {
            use.draft().pair(use.origin(), "environment", use.value(), YamlWriter.NOTHING);
            use.draft()
                    .note(use.origin()
                            + ": the value is the one that the agent's own environment, or the .env file beside"
                            + " the configuration, has; without one it is left out");
        } else {
            use.draft()
                    .pair(
                            use.origin(),
                            "environment",
                            use.value().substring(0, equals),
                            use.value().substring(equals + 1));
        }
    }

    /** Docker takes {@code data:/data} for a volume, and a relative path only if it begins with a dot. */
    static void volume(Use use) {
        if (use.value().startsWith(".")) {
            tellOfARelativePath(use);
        }
        use.draft().add(use.origin(), "volumes", use.value());
    }

    static void envFile(Use use) {
        if (!use.value().startsWith("/")
                && ShellLine.knows(
                        use.value().substring(0, Math.min(1, use.value().length())))) {
            tellOfARelativePath(use);
        }
        use.draft().add(use.origin(), "env_file", use.value());
    }

    private static void tellOfARelativePath(Use use) {
        use.draft()
                .note(use.origin() + ": the path was relative to the folder of that command, and is relative to the"
                        + " configuration file's folder now; write the whole path");
    }

    /** Docker's command line reads a profile's file itself, and keeps one of these options to itself. */
    static void securityOption(Use use) {
        var option = use.value();
        boolean file = option.matches("seccomp[=:].*") && !option.matches("seccomp[=:](unconfined|builtin)");
        if (file) {
            use.draft()
                    .note(use.origin()
                            + ": run takes no file here; write the profile itself, as one line of JSON, behind"
                            + " seccomp= into security_opt");
        } else if (option.matches("systempaths[=:]unconfined")) {
            use.draft()
                    .note(use.origin() + ": run cannot unmask system paths; privileged: true does it, with much else");
        } else {
            use.draft().add(use.origin(), "security_opt", option);
        }
    }

    static void logOption(Use use) {
        int equals = use.value().indexOf('=');
        var name = equals < 0 ? use.value() : use.value().substring(0, equals);
        var value = equals < 0 ? "" : use.value().substring(equals + 1);
        use.draft()
                .change(
                        use.origin(),
                        run -> EntryDraft.map(EntryDraft.map(run, "logging"), "options")
                                .put(name, value));
    }

    static void healthCommand(Use use) {
        inner(use, "healthcheck", "test", use.value());
    }

    /** Docker's zero means the usual one. */
    static void healthTime(Use use, String key) {
        if (!use.value().matches("0s?")) {
            inner(use, "healthcheck", key, use.value());
        }
    }

    static void healthRetries(Use use) {
        if (!use.value().equals("0")) {
            inner(use, "healthcheck", "retries", number(use.value()));
        }
    }

    static void inner(Use use, String key, String name, Object value) {
        use.draft().change(use.origin(), run -> EntryDraft.map(run, key).put(name, value));
    }

    static void unlessUsual(Use use, String key, String usual) {
        if (!use.value().equals(usual)) {
            use.draft().put(use.origin(), key, number(use.value()));
        }
    }

    /** Whole numbers need no quotes. */
    private static Object number(String value) {
        return value.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(value) : value;
    }

    /** Docker takes {@code .5} too. */
    static void cpus(Use use) {
        use.draft().put(use.origin(), "cpus", use.value().startsWith(".") ? "0" + use.value() : use.value());
    }

    static void ulimit(Use use) throws Misfit {
        int equals = use.value().indexOf('=');
        if (equals < 0) {
            throw new Misfit("must be NAME=SOFT[:HARD]");
        }
        var name = use.value().substring(0, equals);
        var limits = use.value().substring(equals + 1).split(":", 2);
        use.draft().change(use.origin(), run -> {
            var ulimits = EntryDraft.map(run, "ulimits");
            if (limits.length == 1) {
                ulimits.put(name, number(limits[0]));
            } else {
                ulimits.remove(name);
                EntryDraft.map(ulimits, name).put("soft", number(limits[0]));
                EntryDraft.map(ulimits, name).put("hard", number(limits[1]));
            }
        });
    }
}
