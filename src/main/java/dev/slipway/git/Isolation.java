package dev.slipway.git;

import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/** Keeps JGit to itself: it neither reads nor writes the user's or the system's Git configuration, nor asks {@code git} for it. */
final class Isolation {
    private static final int SMALL_CACHE_BYTES = 2 * 1024 * 1024;

    private Isolation() {}

    /** For the whole process; may be repeated. */
    static void install() {
        FS.FileStoreAttributes.setBackground(true);
        if (!(SystemReader.getInstance() instanceof Bare)) {
            SystemReader.setInstance(new Bare(SystemReader.getInstance()));
        }
        var cache = new WindowCacheConfig();
        cache.setPackedGitLimit(SMALL_CACHE_BYTES);
        cache.setDeltaBaseCacheLimit(SMALL_CACHE_BYTES);
        cache.install();
    }

    private static final class Bare extends SystemReader.Delegate {
        Bare(SystemReader system) {
            super(system);
        }

        @Override
        public FileBasedConfig openUserConfig(Config parent, FS fs) {
            return new Nothing(parent, fs);
        }

        @Override
        public FileBasedConfig openSystemConfig(Config parent, FS fs) {
            return new Nothing(parent, fs);
        }

        @Override
        public FileBasedConfig openJGitConfig(Config parent, FS fs) {
            return new Nothing(parent, fs);
        }

        @Override
        public StoredConfig getUserConfig() {
            return new Nothing(new Config(), FS.DETECTED);
        }

        @Override
        public StoredConfig getSystemConfig() {
            return new Nothing(new Config(), FS.DETECTED);
        }

        @Override
        public StoredConfig getJGitConfig() {
            return new Nothing(new Config(), FS.DETECTED);
        }
    }

    /** A file of settings that is not there and is never written. */
    private static final class Nothing extends FileBasedConfig {
        Nothing(Config parent, FS fs) {
            super(parent, new java.io.File("/dev/null"), fs);
        }

        @Override
        public void load() throws ConfigInvalidException {
            // There is nothing to read.
        }

        @Override
        public void save() {
            // What JGit measures about file systems is measured anew by the next process.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
