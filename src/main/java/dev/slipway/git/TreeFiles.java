package dev.slipway.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The files of one commit, read from the object store; large ones are never held in memory. The files of its submodules, where
 * they were brought, stand in their folders like any others.
 */
final class TreeFiles {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MOST_LINKS = 10;

    private final Part root;
    private final Map<ObjectId, Part> submodules;
    private final Optional<LfsStore> lfs;

    /**
     * @param submodules that are here, by the commit that they stand at
     * @param lfs which has the files that pointers of Git LFS stand for; without it a pointer is a file like any other
     */
    TreeFiles(Part root, Map<ObjectId, Part> submodules, Optional<LfsStore> lfs) {
        this.lfs = lfs;
        this.root = root;
        this.submodules = Map.copyOf(submodules);
    }

    /**
     * What a tree says of one entry.
     *
     * @param part whose tree it is
     */
    record Entry(String path, FileMode mode, ObjectId id, Part part) {
        boolean isFolder() {
            return mode.equals(FileMode.TREE);
        }

        boolean isFile() {
            return mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
        }

        boolean isLink() {
            return mode.equals(FileMode.SYMLINK);
        }

        /** Whether it is a submodule whose files are not here. */
        boolean isEmptySubmodule() {
            return mode.equals(FileMode.GITLINK);
        }
    }

    /** Sees the entries of a folder, each folder before what is in it. */
    @FunctionalInterface
    interface Visitor {
        void visit(Entry entry) throws IOException;
    }

    Optional<LfsStore> lfs() {
        return lfs;
    }

    /** The app's own part. */
    Part root() {
        return root;
    }

    /** The entry at a clean path from the commit's root, {@code .} for the root itself. */
    Optional<Entry> find(String path) throws IOException {
        var folder = new Entry(".", FileMode.TREE, root.tree(), root);
        return path.equals(".") ? Optional.of(folder) : find(folder, path, path);
    }

    /** @param below the end of the path, from the folder on */
    private Optional<Entry> find(Entry folder, String path, String below) throws IOException {
        var found = lookUp(folder, path, below);
        for (int slash = below.indexOf('/'); slash >= 0 && found.isEmpty(); slash = below.indexOf('/', slash + 1)) {
            var length = path.length() - below.length() + slash;
            var above = lookUp(folder, path.substring(0, length), below.substring(0, slash));
            if (above.isPresent() && !above.get().part().equals(folder.part())) {
                return find(above.get(), path, below.substring(slash + 1));
            }
        }
        return found;
    }

    private Optional<Entry> lookUp(Entry folder, String path, String below) throws IOException {
        try (var walk = TreeWalk.forPath(folder.part().repository(), below, folder.id())) {
            return Optional.ofNullable(walk).map(found -> entry(path, found, folder.part()));
        } catch (IOException e) {
            throw folder.part().damaged(e);
        }
    }

    /** The same, but a symbolic link is followed to what it names in the commit. */
    Optional<Entry> follow(String path) throws IOException {
        var entry = find(path);
        for (int links = 0;
                links < MOST_LINKS && entry.isPresent() && entry.get().isLink();
                links++) {
            var link = entry.get();
            var target = GoPath.clean(link.path() + "/../" + text(link));
            entry = leavesRoot(target) ? Optional.empty() : find(target);
        }
        return entry;
    }

    static boolean leavesRoot(String cleanPath) {
        return cleanPath.startsWith("/") || cleanPath.equals("..") || cleanPath.startsWith("../");
    }

    /** Walks through what {@code ignore} leaves of a folder; the entries' paths are relative to it. */
    void walk(Entry folder, DockerIgnore ignore, Visitor visitor) throws IOException {
        walk(folder, "", ignore.start(), ignore, visitor);
    }

    private void walk(Entry folder, String prefix, DockerIgnore.Verdict own, DockerIgnore ignore, Visitor visitor)
            throws IOException {
        var part = folder.part();
        try (var walk = new TreeWalk(part.repository())) {
            walk.addTree(folder.id());
            var verdicts = new ArrayDeque<DockerIgnore.Verdict>();
            verdicts.push(own);
            while (next(walk, part)) {
                while (verdicts.size() > walk.getDepth() + 1) {
                    verdicts.pop();
                }
                var entry = entry(prefix + walk.getPathString(), walk, part);
                var verdict = verdicts.element().below(entry.path());
                if (!verdict.ignored()) {
                    visitor.visit(entry);
                }
                if (entry.isFolder() && (!verdict.ignored() || ignore.hasExceptionBelow(entry.path()))) {
                    if (entry.part().equals(part)) {
                        verdicts.push(verdict);
                        enter(walk, part);
                    } else {
                        walk(entry, entry.path() + "/", verdict, ignore, visitor);
                    }
                }
            }
        }
    }

    private Entry entry(String path, TreeWalk walk, Part part) {
        var id = walk.getObjectId(0);
        var mode = walk.getFileMode();
        if (mode.equals(FileMode.GITLINK) && submodules.containsKey(id)) {
            var submodule = submodules.get(id);
            return new Entry(path, FileMode.TREE, submodule.tree(), submodule);
        }
        return new Entry(path, mode, id, part);
    }

    /** The file's own, or that of what it points to. */
    long size(Entry file) throws IOException {
        var pointer = pointed(file);
        return pointer.isPresent() ? pointer.get().size() : open(file).getSize();
    }

    /** Whether a pointer of Git LFS stands there, though it may be one that cannot be read. */
    boolean isPointer(Entry file) throws IOException {
        return open(file).getSize() <= LfsPointer.MOST_BYTES && LfsPointer.isLike(text(file));
    }

    private Optional<LfsPointer> pointed(Entry file) throws IOException {
        return lfs.isPresent() && file.isFile() && isPointer(file) ? LfsPointer.parse(text(file)) : Optional.empty();
    }

    /** Of files that are known to be small, such as the target of a link; a pointer's own. */
    String text(Entry file) throws IOException {
        return new String(open(file).getBytes(), UTF_8);
    }

    void copy(Entry file, OutputStream to) throws IOException {
        var pointer = pointed(file);
        if (pointer.isPresent()) {
            lfs.orElseThrow().copy(pointer.get(), to);
            return;
        }
        try (var from = open(file).openStream()) {
            var buffer = new byte[BUFFER_BYTES];
            for (int length = read(from, buffer, file); length >= 0; length = read(from, buffer, file)) {
                to.write(buffer, 0, length);
            }
        }
    }

    private static ObjectLoader open(Entry file) throws IOException {
        try {
            return file.part().repository().open(file.id());
        } catch (IOException e) {
            throw file.part().damaged(e);
        }
    }

    private static boolean next(TreeWalk walk, Part part) throws IOException {
        try {
            return walk.next();
        } catch (IOException e) {
            throw part.damaged(e);
        }
    }

    private static void enter(TreeWalk walk, Part part) throws IOException {
        try {
            walk.enterSubtree();
        } catch (IOException e) {
            throw part.damaged(e);
        }
    }

    private static int read(InputStream from, byte[] into, Entry file) throws IOException {
        try {
            return from.read(into);
        } catch (IOException e) {
            throw file.part().damaged(e);
        }
    }
}
