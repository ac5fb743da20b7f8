package dev.slipway.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.git.IgnorePattern.InvalidPatternException;
import dev.slipway.git.TreeFiles.Entry;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds in a commit what a build needs: the context folder, the Dockerfile and the {@code .dockerignore} that holds. */
final class ContextReader {
    static final String IGNORE_FILE = ".dockerignore";

    private static final int MOST_TEXT_BYTES = 1024 * 1024;
    private static final int MOST_NAMED = 5;

    private final TreeFiles files;
    private final BuildSpec build;
    private final Commit commit;
    private final String folder;

    ContextReader(TreeFiles files, BuildSpec build, Commit commit) {
        this.files = files;
        this.build = build;
        this.commit = commit;
        this.folder = GoPath.clean(build.context());
    }

    /**
     * Reads it.
     *
     * @param modified the time that all files of the tar get; Docker's cache does not look at it
     */
    Source.BuildContext read(Instant modified) throws IOException, DeployException {
        var context = context();
        var dockerfile = dockerfile();
        var ignore = ignore(dockerfile);
        refusePointers(context, ignore);
        return new ContextTar(files, context, ignore, dockerfile, modified, remarks(context, ignore));
    }

    private Entry context() throws IOException, DeployException {
        if (TreeFiles.leavesRoot(folder)) {
            throw yours("build.context '" + build.context() + "' is not in the repository", "set it to a folder in it");
        }
        return files.follow(folder)
                .filter(Entry::isFolder)
                .orElseThrow(() -> yours(
                        "build.context '" + build.context() + "' is not a folder in commit " + commit,
                        "correct build.context, or commit the folder"));
    }

    private Dockerfile dockerfile() throws IOException, DeployException {
        var asked = build.dockerfile();
        var path = asked.startsWith("/") ? asked : GoPath.clean(folder + "/" + asked);
        if (TreeFiles.leavesRoot(path)) {
            throw yours(
                    "build.dockerfile '" + asked + "' is not in the repository",
                    "give its path relative to build.context");
        }
        var file = files.follow(path)
                .filter(Entry::isFile)
                .orElseThrow(() -> yours(
                        "build.dockerfile '" + asked + "' is not a file in commit " + commit,
                        "correct build.dockerfile, which is relative to build.context, or commit the file"));
        return new Dockerfile(file, path, text(file), inContext(file.path()));
    }

    private Optional<String> inContext(String path) {
        if (folder.equals(".")) {
            return Optional.of(path);
        }
        return path.startsWith(folder + "/") ? Optional.of(path.substring(folder.length() + 1)) : Optional.empty();
    }

    /** As BuildKit does, a file named after the Dockerfile goes before the one at the root of the context. */
    private DockerIgnore ignore(Dockerfile dockerfile) throws IOException, DeployException {
        var own = files.follow(dockerfile.asked() + IGNORE_FILE).filter(Entry::isFile);
        var common = files.follow(GoPath.clean(folder + "/" + IGNORE_FILE)).filter(Entry::isFile);
        var file = own.or(() -> common);
        try {
            var ignore = DockerIgnore.parse(file.isPresent() ? text(file.get()) : "");
            // The engine wants both; it takes away again what its own reading of the patterns says.
            return ignore.butNot(IGNORE_FILE).butNot(dockerfile.pathInTar());
        } catch (InvalidPatternException e) {
            throw new DeployException(
                    Blame.YOURS,
                    file.map(Entry::path).orElse(IGNORE_FILE) + " of commit " + commit + ": " + e.getMessage(),
                    "correct the pattern and push",
                    e);
        }
    }

    private String text(Entry file) throws IOException, DeployException {
        if (files.size(file) > MOST_TEXT_BYTES) {
            throw yours(file.path() + " of commit " + commit + " is larger than 1 MiB", "correct the file and push");
        }
        return files.text(file);
    }

    /** What a build would see in place of files that are kept in Git LFS. */
    List<Entry> pointers() throws IOException, DeployException {
        var context = context();
        return pointers(context, ignore(dockerfile()));
    }

    private List<Entry> pointers(Entry context, DockerIgnore ignore) throws IOException {
        var pointers = new ArrayList<Entry>();
        files.walk(context, ignore, entry -> {
            if (entry.isFile() && files.isPointer(entry)) {
                pointers.add(entry);
            }
        });
        return pointers;
    }

    /** What it says. */
    LfsPointer pointer(Entry entry) throws IOException, DeployException {
        return LfsPointer.parse(files.text(entry))
                .orElseThrow(() -> yours(
                        "in commit " + commit + ", " + entry.path()
                                + " begins like a pointer of Git LFS, but is none that" + " can be followed",
                        "commit it anew with git lfs (and without extensions), or leave it out by .dockerignore"));
    }

    /** An image with pointers in place of files would be built without a word, and fail its users. */
    private void refusePointers(Entry context, DockerIgnore ignore) throws IOException, DeployException {
        var pointers = pointers(context, ignore);
        if (pointers.isEmpty()) {
            return;
        }
        if (files.lfs().isEmpty()) {
            throw yours(
                    "in commit " + commit + ", Git LFS pointers stand in place of " + pointers.size()
                            + (pointers.size() == 1 ? " file, " : " files, e.g. ")
                            + pointers.getFirst().path(),
                    "set git.lfs: true to have the files fetched, commit the files themselves, or leave them out by"
                            + " .dockerignore");
        }
        for (var entry : pointers) {
            if (!files.lfs().get().has(pointer(entry))) {
                throw new DeployException(
                        Blame.HOST,
                        entry.path() + " of commit " + commit + " is in Git LFS, and is not here any more",
                        "nothing: it is fetched anew at the next attempt");
            }
        }
    }

    /** An empty folder fails a build in words that do not tell why it is empty. */
    private List<String> remarks(Entry context, DockerIgnore ignore) throws IOException {
        var empty = new ArrayList<String>();
        files.walk(context, ignore, entry -> {
            if (entry.isEmptySubmodule()) {
                empty.add(entry.path());
            }
        });
        if (empty.isEmpty()) {
            return List.of();
        }
        var why = files.root().git().inclusions().submodules()
                ? ".gitmodules says update = none of "
                : "git.submodules is false, so nothing was fetched for ";
        var named = String.join(", ", empty.subList(0, Math.min(empty.size(), MOST_NAMED)));
        var more = empty.size() > MOST_NAMED ? " and " + (empty.size() - MOST_NAMED) + " more" : "";
        return List.of((empty.size() == 1 ? "an empty folder" : empty.size() + " empty folders")
                + " in the build context: " + why + (empty.size() == 1 ? "the submodule " : "the submodules ") + named
                + more);
    }

    private static DeployException yours(String what, String next) {
        return new DeployException(Blame.YOURS, what, next);
    }

    /**
     * The Dockerfile that was found.
     *
     * @param file what is read, after links
     * @param asked its path from the root of the commit, before links
     * @param inContext its path in the context, unless it lies outside
     */
    record Dockerfile(Entry file, String asked, String text, Optional<String> inContext) {
        private static final int NAME_DIGITS = 20;

        /** One from outside gets a name of its own, as the Docker CLI gives it. */
        String pathInTar() {
            return inContext.orElse(".dockerfile." + file.id().name().substring(0, NAME_DIGITS));
        }

        byte[] bytes() {
            return text.getBytes(UTF_8);
        }
    }
}
