package dev.slipway.git;

import dev.slipway.git.TreeFiles.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The submodules that one commit names: where the trees have them, and what {@code .gitmodules} says of them. Trees and names that
 * Git itself would not check out are refused, for they are made to mislead: paths with {@code ..} or {@code .git} in them, and a
 * link beside a folder of the same name.
 */
final class GitModules {
    private static final String SECTION = "submodule";
    private static final int MOST_BYTES = 1024 * 1024;

    private GitModules() {}

    /**
     * A submodule.
     *
     * @param path from the commit's root
     * @param commit that it stands at
     * @param url as it is written, or empty if there is none
     * @param left whether it is not to be brought: {@code update = none}
     */
    record Link(String path, ObjectId commit, Optional<String> url, boolean left) {}

    /** The commit is not one to trust, or not whole; the message says why. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why);
        }
    }

    static List<Link> of(Part part) throws IOException, RefusedException {
        var places = places(part);
        if (places.isEmpty()) {
            return List.of();
        }
        var config = config(part);
        var links = new ArrayList<Link>();
        for (var place : places) {
            var name = config.getSubsections(SECTION).stream()
                    .filter(each -> place.path().equals(config.getString(SECTION, each, "path")))
                    .findFirst();
            links.add(new Link(
                    place.path(),
                    place.id(),
                    name.flatMap(each -> Optional.ofNullable(config.getString(SECTION, each, "url"))),
                    name.filter(each -> "none".equals(config.getString(SECTION, each, "update")))
                            .isPresent()));
        }
        return links;
    }

    private static List<Entry> places(Part part) throws IOException, RefusedException {
        var checker = new ObjectChecker().setAllowLeadingZeroFileMode(true).setSafeForMacOS(true);
        var found = new ArrayList<Entry>();
        try (var objects = part.repository().newObjectReader();
                var walk = new TreeWalk(objects)) {
            check(part.tree(), ".", objects, checker);
            walk.addTree(part.tree());
            while (walk.next()) {
                if (walk.isSubtree()) {
                    check(walk.getObjectId(0), walk.getPathString(), objects, checker);
                    walk.enterSubtree();
                } else if (walk.getFileMode().equals(FileMode.GITLINK)) {
                    found.add(place(walk, part));
                }
            }
            return found;
        } catch (IOException e) {
            throw part.damaged(e);
        }
    }

    private static Entry place(TreeWalk walk, Part part) throws RefusedException {
        var path = walk.getPathString();
        if (path.startsWith("-") || path.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedException("a submodule's path begins like an option, or holds control characters");
        }
        return new Entry(path, walk.getFileMode(), walk.getObjectId(0), part);
    }

    private static void check(ObjectId tree, String path, ObjectReader objects, ObjectChecker checker)
            throws IOException, RefusedException {
        var bytes = objects.open(tree, Constants.OBJ_TREE).getBytes();
        try {
            checker.checkTree(tree, bytes);
        } catch (CorruptObjectException e) {
            throw new RefusedException(
                    "the folder " + path + " is not one that Git would check out: " + e.getMessage());
        }
    }

    private static Config config(Part part) throws IOException, RefusedException {
        var files = new TreeFiles(part, Map.of(), Optional.empty());
        var file = files.find(Constants.DOT_GIT_MODULES);
        if (file.isEmpty()) {
            return new Config();
        }
        if (!file.get().isFile() || files.size(file.get()) > MOST_BYTES) {
            throw new RefusedException(".gitmodules is no plain file of less than 1 MiB");
        }
        try {
            var config = new Config();
            config.fromText(files.text(file.get()));
            return config;
        } catch (ConfigInvalidException e) {
            throw new RefusedException(".gitmodules cannot be read: " + e.getMessage());
        }
    }
}
