package dev.slipway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says everything that is wrong with a configuration file at once; its message is one problem a line. */
public final class InvalidConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final transient Set<Path> files;

    InvalidConfigException(List<Problem> problems) {
        this(problems, Set.of());
    }

    InvalidConfigException(List<Problem> problems, Set<Path> files) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
        this.files = Set.copyOf(files);
    }

    /** The files that were read, as {@link Loaded#files}: a change of one may mend it. */
    public Set<Path> files() {
        return files;
    }

    /** At least one, in the order of the file. */
    List<Problem> problems() {
        return problems;
    }
}
