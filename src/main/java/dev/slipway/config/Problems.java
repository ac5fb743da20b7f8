package dev.slipway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with one file, so that all of it can be told at once. */
final class Problems {
    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void report(Yaml.Spot at, String message) {
        var problem = new Problem(file, at.line(), at.column(), message);
        // A node that is used twice through an alias is read twice, but is wrong only once.
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    void warn(Yaml.Spot at, String message) {
        var warning = new Problem(file, at.line(), at.column(), message);
        if (!warnings.contains(warning)) {
            warnings.add(warning);
        }
    }

    void note(Yaml.Spot at, String message) {
        var note = new Problem(file, at.line(), at.column(), message);
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }

    /** How a place in the file is told: {@code slipway.yaml:8:11}. */
    String place(Yaml.Spot at) {
        return file + ":" + at.line() + ":" + at.column();
    }

    /** In the order of the file. */
    List<String> warnings() {
        return warnings.stream().sorted(Problem.BY_PLACE).map(Problem::toString).toList();
    }

    /** The message of the first, without its place. */
    Optional<String> first() {
        return found.stream().min(Problem.BY_PLACE).map(Problem::message);
    }

    List<String> notes() {
        return notes.stream().sorted(Problem.BY_PLACE).map(Problem::toString).toList();
    }

    void throwIfAny(Sources sources) throws InvalidConfigException {
        if (!found.isEmpty()) {
            throw new InvalidConfigException(
                    found.stream().sorted(Problem.BY_PLACE).toList(), sources.files());
        }
    }
}
