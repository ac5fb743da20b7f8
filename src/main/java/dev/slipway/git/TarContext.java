package dev.slipway.git;

import dev.slipway.deploy.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A folder of a commit as a tar: the same bytes each time, with the commit's time on every entry. */
final class TarContext implements Source.BuildContext {
    private static final int PLAIN = 0644;
    private static final int EXECUTABLE = 0755;
    private static final int FOLDER = 0755;

    private final Repository repository;
    private final RevCommit revision;
    private final ObjectId root;
    private final DockerIgnore ignore;
    private final Recipe recipe;

    /** The Dockerfile: where it is, and what it says. */
    record Recipe(String path, String text) {}

    TarContext(Repository repository, RevCommit revision, ObjectId root, DockerIgnore ignore, Recipe recipe) {
        this.repository = repository;
        this.revision = revision;
        this.root = root;
        this.ignore = ignore;
        this.recipe = recipe;
    }

    @Override
    public String dockerfile() {
        return recipe.text();
    }

    @Override
    public String dockerfilePath() {
        return recipe.path();
    }

    @Override
    public void writeTo(OutputStream stream) throws IOException {
        var tar = new TarArchiveOutputStream(stream, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        write(tar, root, "", ignore.start());
        tar.finish();
        tar.flush();
    }

    private void write(TarArchiveOutputStream tar, ObjectId folder, String prefix, DockerIgnore.Verdict above)
            throws IOException {
        try (var walk = new TreeWalk(repository)) {
            walk.addTree(folder);
            while (walk.next()) {
                var path = prefix + walk.getPathString();
                var verdict = above.below(path);
                var isFolder = walk.getFileMode(0).equals(FileMode.TREE);
                if (!verdict.ignored()) {
                    entry(tar, path, walk);
                }
                if (isFolder && (!verdict.ignored() || ignore.hasExceptionBelow(path))) {
                    write(tar, walk.getObjectId(0), path + "/", verdict);
                }
            }
        }
    }

    private void entry(TarArchiveOutputStream tar, String path, TreeWalk walk) throws IOException {
        var mode = walk.getFileMode(0);
        if (mode.equals(FileMode.TREE) || mode.equals(FileMode.GITLINK)) {
            // A submodule's files are not in this repository; its folder is, empty.
            var folder = new TarArchiveEntry(path + "/");
            folder.setMode(FOLDER);
            put(tar, folder);
        } else if (mode.equals(FileMode.SYMLINK)) {
            var link = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
            var target = repository.open(walk.getObjectId(0)).getBytes();
            link.setLinkName(new String(target, StandardCharsets.UTF_8));
            put(tar, link);
        } else {
            file(tar, path, walk);
        }
        tar.closeArchiveEntry();
    }

    private void file(TarArchiveOutputStream tar, String path, TreeWalk walk) throws IOException {
        var loader = repository.open(walk.getObjectId(0));
        var file = new TarArchiveEntry(path);
        file.setMode(walk.getFileMode(0).equals(FileMode.EXECUTABLE_FILE) ? EXECUTABLE : PLAIN);
        file.setSize(loader.getSize());
        put(tar, file);
        loader.copyTo(tar);
    }

    private void put(TarArchiveOutputStream tar, TarArchiveEntry entry) throws IOException {
        entry.setModTime(Date.from(java.time.Instant.ofEpochSecond(revision.getCommitTime())));
        entry.setIds(0, 0);
        entry.setNames("", "");
        tar.putArchiveEntry(entry);
    }
}
