package dev.slipway;

import dev.slipway.deploy.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices that the configuration is to be read again: a file that it was read from has changed, or SIGHUP came. */
final class ConfigReload {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigReload.class);

    /** Looking works on every mount; change notifications do not cross the binds of a NAS. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

    private static final String ABSENT = "";

    private final Path file;
    private final Supplier<Set<Path>> files;
    private final Runnable reload;
    private final Time time;
    private Map<Path, String> inForce;
    private Optional<Map<Path, String>> changing = Optional.empty();

    /**
     * Takes the files as they are now for known.
     *
     * @param file the configuration file, without which nothing is read again
     * @param files that the configuration was last read from, or was to be
     */
    ConfigReload(Path file, Supplier<Set<Path>> files, Runnable reload, Time time) {
        this.file = file.toAbsolutePath().normalize();
        this.files = files;
        this.reload = reload;
        this.time = time;
        this.inForce = stamps(Map.of());
    }

    /** From now on, for as long as the process lives. */
    void begin() {
        Signals.on("HUP", this::readNow);
        Thread.ofVirtual().name("config-reload").start(Repeating.every(BETWEEN_LOOKS, time, this::look));
    }

    /** Reads all again if a file is another than before, and the same as at the last look: an editor may be at it. */
    synchronized void look() {
        var now = stamps(Map.of());
        if (ABSENT.equals(now.get(file)) || now.equals(inForce)) {
            changing = Optional.empty();
        } else if (changing.filter(now::equals).isPresent()) {
            changing = Optional.empty();
            reload();
            // A file that changed since `now` has not been read as it is; only of files that are new to us nothing is
            // known.
            inForce = stamps(now);
        } else {
            changing = Optional.of(now);
        }
    }

    /** Reads all again without waiting; what is read here is no news at the next look. */
    synchronized void readNow() {
        var now = stamps(Map.of());
        changing = Optional.empty();
        reload();
        inForce = stamps(now);
    }

    private void reload() {
        try {
            reload.run();
        } catch (RuntimeException | Error e) {
            LOG.error("the configuration could not be read again; the one read before stays in force", e);
        }
    }

    private Map<Path, String> stamps(Map<Path, String> known) {
        var stamps = new HashMap<Path, String>();
        stamps.put(file, known.getOrDefault(file, stamp(file)));
        files.get().forEach(each -> stamps.put(each, known.getOrDefault(each, stamp(each))));
        return stamps;
    }

    private static String stamp(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return ABSENT;
        }
    }
}
