package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source.Tip;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import dev.slipway.model.PathFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bare repository with as little history as can be; what is in it is known by object id, never by a ref. */
final class Clone implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clone.class);
    /** Tells the server at the next fetch what is here already. Nothing is ever decided by it. */
    private static final String KEPT = "refs/slipway/tip";

    private static final int TIP_ONLY = 1;

    private final Repository repository;

    private Clone(Repository repository) {
        this.repository = repository;
    }

    static Clone open(Path folder) throws IOException {
        return new Clone(builder(folder).setMustExist(true).build());
    }

    static Clone create(Path folder, GitSpec git) throws IOException {
        var repository = builder(folder).build();
        repository.create(true);
        var config = repository.getConfig();
        config.setString(ConfigConstants.CONFIG_REMOTE_SECTION, "origin", "url", RemoteTrouble.printable(git.url()));
        // JGit's automatic collection makes a shallow clone many times larger; a fresh clone replaces it instead.
        config.setInt("gc", null, "auto", 0);
        config.setInt("gc", null, "autoPackLimit", 0);
        // Even to find out that there is nothing to collect, JGit would start a thread that outlives the fetch.
        config.setBoolean("gc", null, "autoDetach", false);
        config.setBoolean("core", null, "fsyncRefFiles", true);
        config.setBoolean("core", null, "logAllRefUpdates", false);
        config.save();
        return new Clone(repository);
    }

    private static FileRepositoryBuilder builder(Path folder) {
        return new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare();
    }

    Repository repository() {
        return repository;
    }

    boolean isOf(GitSpec git) {
        var url = repository.getConfig().getString(ConfigConstants.CONFIG_REMOTE_SECTION, "origin", "url");
        return RemoteTrouble.printable(git.url()).equals(url);
    }

    int packs() throws IOException {
        var folder = repository.getDirectory().toPath().resolve("objects/pack");
        try (var files = Files.newDirectoryStream(folder, "*.pack")) {
            int count = 0;
            for (var ignored : files) {
                count++;
            }
            return count;
        }
    }

    /** Whether the commit and everything in its tree is here, as far as can be told without reading the files. */
    boolean hasAllOf(Commit commit) throws IOException {
        try (var objects = repository.newObjectReader();
                var commits = new RevWalk(objects);
                var files = new TreeWalk(objects)) {
            files.addTree(commits.parseCommit(ObjectId.fromString(commit.sha())).getTree());
            files.setRecursive(true);
            while (files.next()) {
                boolean elsewhere = FileMode.GITLINK.equals(files.getRawMode(0));
                if (!elsewhere && !objects.has(files.getObjectId(0))) {
                    return false;
                }
            }
            return true;
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            LOG.debug("{} is not here: {}", commit, e.getMessage());
            return false;
        }
    }

    /** Brings the commit by the cheapest way that the server allows. */
    void fetch(RemoteCall remote, GitSpec git, Commit commit)
            throws IOException, DeployException, InterruptedException {
        var tip = remote.tip() instanceof Tip.At at ? Optional.of(at) : Optional.<Tip.At>empty();
        var ref = tip.flatMap(Tip.At::tag).map(Constants.R_TAGS::concat).orElse(git.ref());
        var followed = new RefSpec("+" + ref + ":" + KEPT);
        if (tip.map(Tip.At::commit).equals(Optional.of(commit))) {
            remote.fetch(repository, followed, TIP_ONLY);
        }
        if (!has(commit)) {
            fetchExactly(remote, commit);
        }
        if (!has(commit) && tip.isPresent()) {
            // An old server gives refs only; the commit may be somewhere in the history.
            remote.fetch(repository, followed, Constants.INFINITE_DEPTH);
        }
        if (!has(commit)) {
            throw new DeployException(
                    Blame.REMOTE,
                    "commit " + commit.sha() + " is not in " + RemoteTrouble.printable(git.url())
                            + ", or its server does not give it away",
                    "deploy a commit that is in the history of " + git.followed());
        }
    }

    /** The same of a repository of which no branch is followed. */
    void fetchFromAnyRef(RemoteCall remote, GitSpec git, Commit commit) throws IOException, DeployException {
        try {
            fetchExactly(remote, commit);
        } catch (IOException e) {
            // Over SSH, a server that does not have it hangs up, as one does that is in trouble.
            if (!isNotThere(e)) {
                throw e;
            }
        }
        for (var refs : List.of("heads", "tags")) {
            if (!has(commit)) {
                // An old server gives what refs point to only; the commit may be somewhere in their history.
                remote.fetch(
                        repository,
                        new RefSpec("+refs/" + refs + "/*:refs/slipway/" + refs + "/*"),
                        Constants.INFINITE_DEPTH);
            }
        }
        if (!has(commit)) {
            throw new DeployException(
                    Blame.YOURS,
                    "commit " + commit.sha() + " is not in " + RemoteTrouble.printable(git.url())
                            + ", or its server does not give it away",
                    "push that commit there and deploy again with --retry, or commit another");
        }
    }

    /** Whether a file that the filter matches is not the same in both; {@code from} is brought here if the server gives it. */
    boolean touches(PathFilter paths, Commit from, Commit to, RemoteCall remote) throws IOException, DeployException {
        if (!has(from)) {
            fetchExactly(remote, from);
        }
        if (!has(from)) {
            throw new DeployException(Blame.REMOTE, "commit " + from + ", which runs, cannot be had any more", "");
        }
        try (var objects = repository.newObjectReader();
                var commits = new RevWalk(objects);
                var files = new TreeWalk(objects)) {
            files.addTree(commits.parseCommit(ObjectId.fromString(from.sha())).getTree());
            files.addTree(commits.parseCommit(ObjectId.fromString(to.sha())).getTree());
            files.setRecursive(true);
            files.setFilter(TreeFilter.ANY_DIFF);
            while (files.next()) {
                if (paths.matches(files.getPathString()) || (isSubmodule(files) && isBelow(paths, files))) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isSubmodule(TreeWalk files) {
        return FileMode.GITLINK.equals(files.getRawMode(0)) || FileMode.GITLINK.equals(files.getRawMode(1));
    }

    /** A submodule is a folder to who writes {@code lib/**}. */
    private static boolean isBelow(PathFilter paths, TreeWalk files) {
        return paths.matches(files.getPathString() + "/");
    }

    private void fetchExactly(RemoteCall remote, Commit commit) throws IOException {
        try {
            remote.fetch(repository, new RefSpec(commit.sha()), TIP_ONLY);
        } catch (IOException e) {
            if (remote.isToBlame()) {
                throw e;
            }
            // Refused, as a server may: the caller has another way.
            LOG.debug("{} cannot be fetched by its id: {}", commit, e.getMessage());
        }
    }

    /** In the words of Git's own server, and of JGit's. */
    private static boolean isNotThere(IOException e) {
        var message = String.valueOf(e.getMessage());
        return message.contains("not our ref") || message.contains("not valid");
    }

    private boolean has(Commit commit) throws IOException {
        return repository.getObjectDatabase().has(ObjectId.fromString(commit.sha()));
    }

    @Override
    public void close() {
        repository.close();
    }
}
