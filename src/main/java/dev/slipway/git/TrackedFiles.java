package dev.slipway.git;

import dev.slipway.deploy.Check;
import dev.slipway.model.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Whether a file with a secret in it is tracked by a Git repository that it lies in, and so goes wherever that is pushed. */
final class TrackedFiles implements Check {
    private final List<Path> files;

    TrackedFiles(List<Path> files) {
        this.files = List.copyOf(files);
    }

    @Override
    public String name() {
        return "secrets in git";
    }

    @Override
    public List<Finding> look() {
        var findings = new ArrayList<Finding>();
        for (var file : files) {
            if (isTracked(file)) {
                findings.add(Finding.wrong(
                        file + " holds a secret, and is tracked by Git",
                        "whoever may read that repository has the secret, in every old commit too",
                        "git -C " + file.getParent() + " rm --cached " + file.getFileName() + " && echo "
                                + file.getFileName() + " >> " + file.resolveSibling(".gitignore")
                                + "; then change the secret on both sides"));
            }
        }
        return findings.isEmpty() ? List.of(Finding.well("no file with a secret in it is tracked")) : findings;
    }

    private static boolean isTracked(Path file) {
        try {
            var real = file.toRealPath();
            var folder = real.getParent();
            if (folder == null) {
                return false;
            }
            var builder = new FileRepositoryBuilder().findGitDir(folder.toFile());
            if (builder.getGitDir() == null) {
                return false;
            }
            try (var repository = builder.setMustExist(true).build()) {
                if (repository.isBare()) {
                    return false;
                }
                var path = repository.getWorkTree().toPath().toRealPath().relativize(real);
                return repository.readDirCache().findEntry(path.toString()) >= 0;
            }
        } catch (IOException e) {
            return false; // Neither a repository nor a file that could be looked at.
        }
    }
}
