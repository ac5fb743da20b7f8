package dev.slipway.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The files of one commit, read from the object store; large ones are never held in memory. */
final class TreeFiles {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MOST_LINKS = 10;

    private final Repository repository;
    private final ObjectId root;
    private final Runnable onDamage;

    /** @param onDamage called when an object cannot be read, before the exception */
    TreeFiles(Repository repository, ObjectId root, Runnable onDamage) {
        this.repository = repository;
        this.root = root;
        this.onDamage = onDamage;
    }

    /** What a tree says of one entry. */
    record Entry(String path, FileMode mode, ObjectId id) {
        boolean isFolder() {
            return mode.equals(FileMode.TREE);
        }

        boolean isFile() {
            return mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
        }

        boolean isLink() {
            return mode.equals(FileMode.SYMLINK);
        }
    }

    /** Sees the entries of a folder, each folder before what is in it. */
    @FunctionalInterface
    interface Visitor {
        void visit(Entry entry) throws IOException;
    }

    /** The entry at a clean path from the commit's root, {@code .} for the root itself. */
    Optional<Entry> find(String path) throws IOException {
        if (path.equals(".")) {
            return Optional.of(new Entry(path, FileMode.TREE, root));
        }
        try (var walk = TreeWalk.forPath(repository, path, root)) {
            return Optional.ofNullable(walk).map(found -> new Entry(path, found.getFileMode(), found.getObjectId(0)));
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** The same, but a symbolic link is followed to what it names in the commit. */
    Optional<Entry> follow(String path) throws IOException {
        var entry = find(path);
        for (int links = 0;
                links < MOST_LINKS && entry.isPresent() && entry.get().isLink();
                links++) {
            var link = entry.get();
            var target = GoPath.clean(link.path() + "/../" + text(link.id()));
            entry = leavesRoot(target) ? Optional.empty() : find(target);
        }
        return entry;
    }

    static boolean leavesRoot(String cleanPath) {
        return cleanPath.startsWith("/") || cleanPath.equals("..") || cleanPath.startsWith("../");
    }

    /** Walks through what {@code ignore} leaves of a folder; the entries' paths are relative to it. */
    void walk(ObjectId folder, DockerIgnore ignore, Visitor visitor) throws IOException {
        try (var walk = new TreeWalk(repository)) {
            walk.addTree(folder);
            var verdicts = new ArrayDeque<DockerIgnore.Verdict>();
            verdicts.push(ignore.start());
            while (next(walk)) {
                while (verdicts.size() > walk.getDepth() + 1) {
                    verdicts.pop();
                }
                var path = walk.getPathString();
                var verdict = verdicts.element().below(path);
                if (!verdict.ignored()) {
                    visitor.visit(new Entry(path, walk.getFileMode(), walk.getObjectId(0)));
                }
                if (walk.isSubtree() && (!verdict.ignored() || ignore.hasExceptionBelow(path))) {
                    verdicts.push(verdict);
                    enter(walk);
                }
            }
        }
    }

    long size(ObjectId file) throws IOException {
        return open(file).getSize();
    }

    /** For files that are known to be small, such as the target of a link. */
    String text(ObjectId file) throws IOException {
        return new String(open(file).getBytes(), UTF_8);
    }

    void copy(ObjectId file, OutputStream to) throws IOException {
        try (var from = open(file).openStream()) {
            var buffer = new byte[BUFFER_BYTES];
            for (int length = read(from, buffer); length >= 0; length = read(from, buffer)) {
                to.write(buffer, 0, length);
            }
        }
    }

    private ObjectLoader open(ObjectId file) throws IOException {
        try {
            return repository.open(file);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private boolean next(TreeWalk walk) throws IOException {
        try {
            return walk.next();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private void enter(TreeWalk walk) throws IOException {
        try {
            walk.enterSubtree();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private int read(InputStream from, byte[] into) throws IOException {
        try {
            return from.read(into);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private IOException damaged(IOException e) {
        onDamage.run();
        return e;
    }
}
