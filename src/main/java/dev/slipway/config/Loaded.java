package dev.slipway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A configuration that is valid, and what else its reading brought to light.
 *
 * @param warnings what is allowed and probably not meant, as {@code file:line:column: what}, in the order of the file
 * @param files that it was read from, absolute: a change of any may change the settings; one that is looked for and not
 *     there is among them
 */
public record Loaded(Settings settings, List<String> warnings, Set<Path> files) {
    public Loaded {
        warnings = List.copyOf(warnings);
        files = Set.copyOf(files);
    }
}
