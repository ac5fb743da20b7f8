package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** A commit in a clone, and those of its submodules, whose files are read from the packs as they are needed. */
final class CommitTree implements Source.Tree {
    private final Part part;
    private final Map<ObjectId, Part> submodules;
    private final Optional<LfsStore> lfs;

    /** All parts are closed together with this. */
    CommitTree(Part part, Map<ObjectId, Part> submodules, Optional<LfsStore> lfs) {
        this.lfs = lfs;
        this.part = part;
        this.submodules = Map.copyOf(submodules);
    }

    @Override
    public Commit commit() {
        return new Commit(part.commit().name());
    }

    @Override
    public String message() {
        return part.commit().getFullMessage();
    }

    @Override
    public String author() {
        return part.commit().getAuthorIdent().getName();
    }

    @Override
    public Source.BuildContext context(BuildSpec build) throws DeployException {
        var files = new TreeFiles(part, submodules, lfs);
        try {
            return new ContextReader(files, build, commit())
                    .read(Instant.ofEpochSecond(part.commit().getCommitTime()));
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "the clone of " + commit() + " cannot be read: " + e.getMessage(),
                    "nothing: the repository is cloned anew at the next attempt",
                    e);
        }
    }

    @Override
    public void writeTo(Path folder) throws DeployException {
        try {
            new TreeFolder(new TreeFiles(part, submodules, lfs), commit()).writeTo(folder);
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "the files of " + commit() + " could not be written to " + folder + ": " + e.getMessage(),
                    "check free space and permissions of data_dir",
                    e);
        }
    }

    @Override
    public void close() {
        submodules.values().forEach(Part::close);
        part.close();
    }
}
