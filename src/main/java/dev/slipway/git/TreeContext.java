package dev.slipway.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.deploy.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A folder of a commit as a tar, without what {@code .dockerignore} names. */
final class TreeContext implements Source.BuildContext {
    private static final int FOLDER_OR_EXECUTABLE = 0755;
    private static final int FILE = 0644;
    private static final int LINK = 0777;
    private static final int LFS_POINTER_MAX_BYTES = 1024;
    private static final String LFS_POINTER = "version https://git-lfs.github.com/spec/";

    private final Repository repository;
    private final ObjectId root;
    private final DockerIgnore ignore;
    private final Dockerfile dockerfile;
    private final int commitSeconds;

    TreeContext(Repository repository, ObjectId root, DockerIgnore ignore, Dockerfile dockerfile, int commitSeconds) {
        this.repository = repository;
        this.root = root;
        this.ignore = ignore;
        this.dockerfile = dockerfile;
        this.commitSeconds = commitSeconds;
    }

    record Dockerfile(String path, String text) {}

    private interface Visitor {
        void visit(String path, FileMode mode, ObjectId id) throws IOException;
    }

    @Override
    public String dockerfile() {
        return dockerfile.text();
    }

    @Override
    public String dockerfilePath() {
        return dockerfile.path();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        // Not closed: that would close the caller's stream.
        @SuppressWarnings("resource")
        var tar = new TarArchiveOutputStream(out, UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        walk(root, "", ignore.start(), (path, mode, id) -> write(tar, path, mode, id));
        tar.finish();
        tar.flush();
    }

    /** The first file that is a pointer of Git LFS where content is meant. */
    Optional<String> lfsPointer() throws IOException {
        var found = new java.util.ArrayList<String>();
        walk(root, "", ignore.start(), (path, mode, id) -> {
            if (FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode)) {
                var blob = repository.open(id);
                if (blob.getSize() <= LFS_POINTER_MAX_BYTES
                        && new String(blob.getBytes(), UTF_8).startsWith(LFS_POINTER)) {
                    found.add(path);
                }
            }
        });
        return found.stream().findFirst();
    }

    private void walk(ObjectId folder, String prefix, DockerIgnore.Verdict above, Visitor visitor) throws IOException {
        try (var entries = new TreeWalk(repository)) {
            entries.addTree(folder);
            while (entries.next()) {
                var path = prefix + entries.getPathString();
                var mode = entries.getFileMode(0);
                var verdict = above.below(path);
                if (!verdict.ignored()) {
                    visitor.visit(path, mode, entries.getObjectId(0));
                }
                if (FileMode.TREE.equals(mode) && (!verdict.ignored() || ignore.hasExceptionBelow(path))) {
                    walk(entries.getObjectId(0), path + "/", verdict, visitor);
                }
            }
        }
    }

    private void write(TarArchiveOutputStream tar, String path, FileMode mode, ObjectId id) throws IOException {
        if (FileMode.TREE.equals(mode) || FileMode.GITLINK.equals(mode)) {
            put(tar, new TarArchiveEntry(path + "/"), FOLDER_OR_EXECUTABLE);
        } else if (FileMode.SYMLINK.equals(mode)) {
            var link = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
            link.setLinkName(new String(repository.open(id).getBytes(), UTF_8));
            put(tar, link, LINK);
        } else {
            var blob = repository.open(id);
            var file = new TarArchiveEntry(path);
            file.setSize(blob.getSize());
            put(tar, file, FileMode.EXECUTABLE_FILE.equals(mode) ? FOLDER_OR_EXECUTABLE : FILE);
            blob.copyTo(tar);
        }
        tar.closeArchiveEntry();
    }

    private void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int permissions) throws IOException {
        entry.setMode(permissions);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setModTime(TimeUnit.SECONDS.toMillis(commitSeconds));
        tar.putArchiveEntry(entry);
    }
}
