package dev.slipway.config;

import java.util.List;
import java.util.stream.Collectors;

/** Says everything that is wrong with a configuration file at once; its message is one problem a line. */
public final class InvalidConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one, in the order of the file. */
    List<Problem> problems() {
        return problems;
    }
}
