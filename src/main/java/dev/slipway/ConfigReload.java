package dev.slipway;

import dev.slipway.deploy.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices that the configuration is to be read again: the file has changed, or SIGHUP came. */
final class ConfigReload {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigReload.class);

    /** Looking works on every mount; change notifications do not cross the binds of a NAS. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

    private static final String ABSENT = "";

    private final Path file;
    private final Runnable reload;
    private final Time time;
    private String inForce;
    private String changing = ABSENT;

    /** Takes the file as it is now for known. */
    ConfigReload(Path file, Runnable reload, Time time) {
        this.file = file;
        this.reload = reload;
        this.time = time;
        this.inForce = stamp();
    }

    /** From now on, for as long as the process lives. */
    void begin() {
        Signals.on("HUP", this::reload);
        Thread.ofVirtual().name("config-reload").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                time.sleep(BETWEEN_LOOKS);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the file again if it is another than before, and the same as at the last look: an editor may be at it. */
    void look() {
        var now = stamp();
        if (now.equals(ABSENT) || now.equals(inForce)) {
            changing = ABSENT;
        } else if (now.equals(changing)) {
            inForce = now;
            changing = ABSENT;
            reload();
        } else {
            changing = now;
        }
    }

    private void reload() {
        try {
            reload.run();
        } catch (RuntimeException | Error e) {
            LOG.error("the configuration could not be read again; the one read before stays in force", e);
        }
    }

    private String stamp() {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return ABSENT;
        }
    }
}
