package dev.slipway.git;

import dev.slipway.ssh.JdkEd25519;
import java.io.File;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps JGit to itself: it starts no {@code git} and no {@code sh}, neither reads nor writes the configuration of the user
 * or the machine, and holds little in memory. JGit keeps these settings once a process.
 */
final class JGitSetup {
    private static final int UMASK = 0022;

    private JGitSetup() {}

    private static final Object ONCE = new Object();
    private static boolean installed;

    static void install() {
        synchronized (ONCE) {
            if (!installed) {
                set();
                installed = true;
            }
        }
    }

    private static void set() {
        SystemReader.setInstance(new SealedReader(SystemReader.getInstance()));
        JdkEd25519.install();
        if (FS.DETECTED instanceof FS_POSIX posix) {
            posix.setUmask(UMASK);
        }
        FS.DETECTED.setGitSystemConfig(new File("/dev/null"));
        var windows = new WindowCacheConfig();
        windows.setPackedGitLimit(2L * WindowCacheConfig.MB);
        windows.setPackedGitWindowSize(8 * WindowCacheConfig.KB);
        windows.setPackedGitOpenFiles(16);
        windows.setDeltaBaseCacheLimit(2 * WindowCacheConfig.MB);
        windows.setStreamFileThreshold(4 * WindowCacheConfig.MB);
        windows.install();
    }

    /** Answers JGit's questions about the machine, with empty configurations and no environment. */
    private static final class SealedReader extends SystemReader {
        private final SystemReader machine;

        SealedReader(SystemReader machine) {
            this.machine = machine;
        }

        @Override
        public String getHostname() {
            // The machine's name would be looked up in DNS; nothing that Slipway does writes it.
            return "localhost";
        }

        /** Empty, so that {@code GIT_*} and {@code XDG_*} have no say. */
        @Override
        @SuppressWarnings("NullAway") // "not set" is null in JGit's interface
        public String getenv(String variable) {
            return null;
        }

        @Override
        public String getProperty(String key) {
            return machine.getProperty(key);
        }

        @Override
        public FileBasedConfig openUserConfig(Config parent, FS fs) {
            return new EmptyConfig(parent, fs);
        }

        @Override
        public FileBasedConfig openSystemConfig(Config parent, FS fs) {
            return new EmptyConfig(parent, fs);
        }

        @Override
        public FileBasedConfig openJGitConfig(Config parent, FS fs) {
            return new EmptyConfig(parent, fs);
        }

        @Override
        @SuppressWarnings("deprecation") // abstract all the same
        public long getCurrentTime() {
            return machine.getCurrentTime();
        }

        @Override
        public Instant now() {
            return machine.now();
        }

        @Override
        @SuppressWarnings("deprecation") // abstract all the same
        public int getTimezone(long when) {
            return machine.getTimezone(when);
        }

        @Override
        public ZoneOffset getTimeZoneAt(Instant when) {
            return machine.getTimeZoneAt(when);
        }
    }

    /** A configuration without a file: what JGit remembers in it lasts as long as the process. */
    private static final class EmptyConfig extends FileBasedConfig {
        /** Those of FAT, which JGit assumes as well where it cannot measure. */
        private static final String COARSEST_TIMESTAMPS = "2 seconds";

        EmptyConfig(Config parent, FS fs) {
            super(parent, new File("/dev/null"), fs);
        }

        /**
         * Has an answer to how fine the time stamps of any file system are. Without one, JGit measures it, by files that it
         * writes into whatever repository it looks at.
         */
        @Override
        public String getString(String section, String subsection, String name) {
            boolean asksForResolution = section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
                    && name.equals(ConfigConstants.CONFIG_KEY_TIMESTAMP_RESOLUTION);
            return asksForResolution ? COARSEST_TIMESTAMPS : super.getString(section, subsection, name);
        }

        @Override
        public void load() {
            // There is nothing to read.
        }

        @Override
        public void save() {
            // There is nowhere to write to.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
