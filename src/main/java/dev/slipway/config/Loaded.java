package dev.slipway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A configuration that is valid, and what else its reading brought to light.
 *
 * @param warnings what is allowed and probably not meant, as {@code file:line:column: what}, in the order of the file
 * @param notes what a key came to where that is not plain to see, in the same form
 * @param files that it was read from, absolute: a change of any may change the settings; one that is looked for and not
 *     there is among them
 */
public record Loaded(Settings settings, List<String> warnings, List<String> notes, Set<Path> files) {
    public Loaded {
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
        files = Set.copyOf(files);
    }
}
