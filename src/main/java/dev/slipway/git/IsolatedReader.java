package dev.slipway.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/** Keeps JGit from reading or writing the settings of whoever runs Slipway. */
final class IsolatedReader extends SystemReader.Delegate {
    private IsolatedReader(SystemReader real) {
        super(real);
    }

    /** Takes effect for the whole process; again is harmless. */
    static synchronized void install() {
        if (!(SystemReader.getInstance() instanceof IsolatedReader)) {
            FS.FileStoreAttributes.setBackground(true);
            SystemReader.setInstance(new IsolatedReader(SystemReader.getInstance()));
        }
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

    private static final class Nothing extends FileBasedConfig {
        Nothing(Config parent, FS fs) {
            super(parent, new java.io.File("/dev/null"), fs);
        }

        @Override
        public void load() {
            // There is no file.
        }

        @Override
        public void save() {
            // What JGit measures of the file system is measured anew by the next process.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
