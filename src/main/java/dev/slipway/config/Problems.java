package dev.slipway.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one file, so that all of it can be told at once. */
final class Problems {
    private final String file;
    private final List<Problem> found = new ArrayList<>();

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

    void throwIfAny() throws InvalidConfigException {
        if (!found.isEmpty()) {
            throw new InvalidConfigException(
                    found.stream().sorted(Problem.BY_PLACE).toList());
        }
    }
}
