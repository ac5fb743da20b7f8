package dev.slipway.config;

import dev.slipway.model.RestartPolicy;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What runs in the container, and how it starts and stops. */
final class ProcessRows {
    private static final Pattern CONTAINER_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    private static final Pattern SIGNAL = Pattern.compile("(?:SIG)?[A-Z][A-Z0-9+-]*|[1-9][0-9]?");
    private static final Pattern ON_FAILURE = Pattern.compile("on-failure:([0-9]{1,9})");
    private static final String CMD_SHELL = "CMD-SHELL";
    private static final String NONE = "NONE";

    static final List<RunRow<?>> ROWS = List.of(
            RunRow.of(
                    RunKey.CONTAINER_NAME,
                    Scalars.matching(
                            "a container name: letters, digits, _ . - and at least two of them", CONTAINER_NAME),
                    "name of the container; the app's name if left out"),
            RunRow.of(
                    RunKey.RESTART,
                    Scalars.parsed("no | always | on-failure[:TIMES] | unless-stopped", ProcessRows::restart),
                    "when the engine starts it again by itself"),
            RunRow.of(
                    RunKey.STOP_GRACE_PERIOD,
                    Scalars.duration(Duration.ZERO, Durations.MAX),
                    "how long it may take to stop before it is killed"),
            RunRow.of(
                    RunKey.STOP_SIGNAL,
                    Scalars.matching("a signal such as SIGTERM", SIGNAL),
                    "signal that asks it to stop"),
            RunRow.of(RunKey.INIT, Scalars.flag(), "runs an init process that forwards signals and reaps processes"),
            RunRow.of(
                    RunKey.COMMAND, words(), "replaces the image's CMD; text is split into words, not run by a shell"),
            RunRow.of(RunKey.ENTRYPOINT, words(), "replaces the image's ENTRYPOINT; an empty list removes it"),
            RunRow.of(RunKey.USER, Scalars.name(), "user, or user:group, that the process runs as"),
            RunRow.of(RunKey.GROUP_ADD, new ListShape<>(Scalars.name()), "further groups of the process"),
            RunRow.of(RunKey.WORKING_DIR, Scalars.containerPath(), "folder that the process starts in"),
            RunRow.of(RunKey.TTY, Scalars.flag(), "gives the process a terminal"),
            RunRow.of(RunKey.STDIN_OPEN, Scalars.flag(), "keeps its standard input open"),
            RunRow.of(RunKey.LOGGING, logging(), "where its output goes: driver and options"),
            RunRow.of(RunKey.HEALTHCHECK, healthCheck(), "replaces the image's HEALTHCHECK, or parts of it"));

    private ProcessRows() {}

    /** Text that is split into words, or a list that is taken as it is. */
    private static Shape<List<String>> words() {
        return FormsShape.scalarOrList(Scalars.parsed("text", ShellWords::split), new ListShape<>(Scalars.text()));
    }

    private static RestartPolicy restart(String text) throws Misfit {
        var onFailure = ON_FAILURE.matcher(text);
        if (onFailure.matches()) {
            return new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, Integer.parseInt(onFailure.group(1)));
        }
        for (var kind : RestartPolicy.Kind.values()) {
            if (kind.key().equals(text)) {
                return new RestartPolicy(kind, 0);
            }
        }
        throw Misfit.mustBe("no, always, unless-stopped, on-failure or on-failure:TIMES");
    }

    private static Shape<Run.Logging> logging() {
        var driver = Field.optional("driver", Scalars.name(), "such as json-file, local, journald or none");
        var options = Field.optional(
                "options", new PairsShape(PairsShape.Valueless.EMPTY), "the driver's own, such as max-size");
        return ObjectShape.of(
                List.of(driver, options),
                f -> new Run.Logging(
                        f.find(driver),
                        f.find(options).<Map<String, String>>map(it -> it).orElse(Map.of())));
    }

    private static Shape<Run.HealthCheck> healthCheck() {
        var time = Scalars.duration(Duration.ZERO, Durations.MAX);
        var test = Field.optional(
                "test",
                FormsShape.scalarOrList(
                        Scalars.name().then((line, in) -> line.equals(NONE) ? List.of(NONE) : List.of(CMD_SHELL, line)),
                        new ListShape<>(Scalars.text()).then((list, in) -> test(list))),
                "text for a shell, or a list that begins with CMD, CMD-SHELL or NONE");
        var disable = Field.withDefault("disable", Scalars.flag(), "false", "turns the image's HEALTHCHECK off");
        var interval = Field.optional("interval", time, "time between two checks");
        var timeout = Field.optional("timeout", time, "how long one check may take");
        var startPeriod = Field.optional("start_period", time, "how long failures at the start do not count");
        var startInterval = Field.optional("start_interval", time, "time between two checks in the start period");
        var retries = Field.optional(
                "retries",
                Scalars.integer(0, Integer.MAX_VALUE).then((value, in) -> Math.toIntExact(value)),
                "failures in a row that make it unhealthy");
        return ObjectShape.of(
                        List.of(test, disable, interval, timeout, startPeriod, startInterval, retries),
                        f -> new Run.HealthCheck(
                                f.get(disable) ? List.of(NONE) : f.find(test).orElse(List.of()),
                                f.find(interval),
                                f.find(timeout),
                                f.find(startPeriod),
                                f.find(startInterval),
                                f.find(retries)))
                .checked(f -> {
                    boolean both = f.isGiven(test) && f.find(disable).orElse(false);
                    if (both && !f.find(test).equals(Optional.of(List.of(NONE)))) {
                        f.refuse(disable, "'test' is given as well; keep one of them");
                    }
                });
    }

    private static List<String> test(List<String> list) throws Misfit {
        boolean complete = switch (list.isEmpty() ? "" : list.getFirst()) {
            case NONE -> list.size() == 1;
            case "CMD" -> list.size() > 1;
            case CMD_SHELL -> list.size() == 2;
            default -> false;
        };
        if (!complete) {
            throw new Misfit("must be [CMD, PROGRAM, ARGUMENT…], [CMD-SHELL, LINE] or [NONE]");
        }
        return list;
    }
}
