package dev.slipway.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The files that a configuration is read from; remembers which were asked for, whether they are there or not. */
final class Sources {
    private final Path folder;
    private final Map<String, String> environment;
    private final Set<Path> files = new LinkedHashSet<>();

    /** @param file the configuration file, in whose folder relative paths start */
    Sources(Path file, Map<String, String> environment) {
        this.environment = environment;
        var absolute = file.toAbsolutePath().normalize();
        this.folder = absolute.resolveSibling("").normalize();
        files.add(absolute);
    }

    /** A file of that name beside the configuration file. */
    Path sibling(String name) {
        return folder.resolve(name);
    }

    /** The file that a path in the configuration means: absolute, {@code ~/…}, or relative to the configuration's folder. */
    Path resolve(String written) throws Misfit {
        if (written.indexOf('\0') >= 0) {
            throw new Misfit("a path cannot hold a NUL character");
        }
        if (written.equals("~") || written.startsWith("~/")) {
            var home = environment.getOrDefault("HOME", "");
            if (home.isEmpty()) {
                throw new Misfit("'~' needs the environment variable HOME, which is not set; write the whole path");
            }
            return Path.of(home + written.substring(1)).normalize();
        }
        if (written.startsWith("~")) {
            throw new Misfit("only '~/' is understood, not another user's home; write the whole path");
        }
        return folder.resolve(written).normalize();
    }

    /** Notes that what the file says, or that it is not there, is part of the configuration. */
    void note(Path file) {
        files.add(file);
    }

    /** All so far, absolute; the configuration file first. */
    Set<Path> files() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(files));
    }
}
