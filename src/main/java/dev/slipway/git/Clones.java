package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.CommitWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder with one clone an app. A clone that is damaged, locked or grown too big is not repaired: a new one is made
 * beside it and takes its place.
 */
final class Clones {
    private static final Logger LOG = LoggerFactory.getLogger(Clones.class);
    private static final String SUFFIX = ".git";
    private static final int MOST_PACKS = 50;

    private final Path home;
    private final Set<String> damaged = ConcurrentHashMap.newKeySet();
    private boolean tidied;

    Clones(Path home) {
        this.home = home;
    }

    /** The commit with its files, fetched if they are not here yet. */
    Part part(Origin origin, Commit commit, RemoteCall remote) throws DeployException, InterruptedException {
        try {
            tidyOnce();
            remote.watchDisk();
            if (!isHere(origin, commit, remote)) {
                cloneAnew(origin, commit, remote);
            }
            return Part.of(Clone.open(folder(origin)), commit, origin.git(), () -> damaged.add(origin.name()));
        } catch (IOException e) {
            throwUnlessTheClonesOwn(e, origin, remote);
            throw new DeployException(
                    Blame.HOST,
                    "the clone of " + origin.words() + " in " + home + " could not be written: " + e,
                    "check free space and permissions of data_dir; the clone itself may be deleted at any time",
                    e);
        }
    }

    /** What is said of a commit that is here already; empty if it is not. Asks no server and writes nothing. */
    Optional<CommitWords> words(String app, Commit commit) {
        var folder = home.resolve(app + SUFFIX);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var clone = Clone.open(folder);
                var commits = new RevWalk(clone.repository())) {
            var found = commits.parseCommit(ObjectId.fromString(commit.sha()));
            return Optional.of(new CommitWords(
                    found.getShortMessage(), found.getAuthorIdent().getName()));
        } catch (IOException e) {
            LOG.debug("nothing is known of {}: {}", commit, e.toString());
            return Optional.empty();
        }
    }

    /** Returns where the trouble may be the clone's own: of anything else it is not the cure to make another. */
    private void throwUnlessTheClonesOwn(IOException e, Origin origin, RemoteCall remote)
            throws DeployException, InterruptedException {
        if (remote.isToBlame()) {
            throw remote.explained(e);
        }
        if (isDiskFull(e)) {
            throw new DeployException(
                    Blame.HOST,
                    "nothing could be fetched into the clone of " + origin.words() + " in " + home
                            + ": the disk is full",
                    "make room: df -h " + home,
                    e);
        }
    }

    /** Another clone would take even more room; JGit may wrap what the system said. */
    static boolean isDiskFull(IOException e) {
        return Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> String.valueOf(cause.getMessage()).contains("No space left on device"));
    }

    /** Whether a file of {@code git.paths} differs; both commits are fetched if they are not here yet. */
    boolean touches(Origin origin, Commit from, Commit to, RemoteCall remote)
            throws DeployException, InterruptedException {
        part(origin, to, remote).close();
        try (var clone = Clone.open(folder(origin))) {
            return clone.touches(origin.git().paths(), from, to, remote);
        } catch (IOException e) {
            throwUnlessTheClonesOwn(e, origin, remote);
            throw unreadable(origin, e);
        }
    }

    /** What bears the signature of a commit; that and its tag are fetched if they are not here yet. */
    SignedObject signed(Origin origin, Commit commit, Optional<String> tag, RemoteCall remote)
            throws DeployException, InterruptedException, UntrustedException {
        part(origin, commit, remote).close();
        try (var clone = Clone.open(folder(origin))) {
            return new SignedObjects(clone.repository(), remote).of(commit, tag);
        } catch (IOException e) {
            throwUnlessTheClonesOwn(e, origin, remote);
            damaged.add(origin.name());
            throw unreadable(origin, e);
        }
    }

    private static DeployException unreadable(Origin origin, IOException e) {
        return new DeployException(
                Blame.HOST,
                "the clone of " + origin.words() + " cannot be read: " + e.getMessage(),
                "nothing: the repository is cloned anew when it has to be",
                e);
    }

    /** Tries with the clone that is there; any trouble with the clone itself is a reason to make another. */
    private boolean isHere(Origin origin, Commit commit, RemoteCall remote)
            throws DeployException, InterruptedException {
        if (!Files.isDirectory(folder(origin)) || damaged.contains(origin.name())) {
            return false;
        }
        try (var clone = Clone.open(folder(origin))) {
            if (!clone.isOf(origin.git())) {
                return false;
            }
            if (clone.hasAllOf(commit)) {
                return true;
            }
            if (clone.packs() >= MOST_PACKS) {
                return false;
            }
            origin.way().bring(commit, clone, remote);
            return clone.hasAllOf(commit);
        } catch (IOException e) {
            throwUnlessTheClonesOwn(e, origin, remote);
            LOG.warn("the clone of {} is of no more use and is made anew: {}", origin.words(), e.toString());
            return false;
        } catch (OutOfMemoryError e) {
            // What the server sends on top of a clone is deltas upon large files; one commit alone needs far less.
            LOG.warn(
                    "bringing {} into the clone of {} takes more memory than there is; it is made anew",
                    commit,
                    origin.words());
            return false;
        }
    }

    private void cloneAnew(Origin origin, Commit commit, RemoteCall remote)
            throws IOException, DeployException, InterruptedException {
        var folder = folder(origin);
        var fresh = beside(folder, ".new");
        delete(fresh);
        try (var clone = Clone.create(fresh, origin.git())) {
            origin.way().bring(commit, clone, remote);
            if (!clone.hasAllOf(commit)) {
                throw new IOException("the server sent " + commit.sha() + " without all of its files");
            }
        } catch (IOException | DeployException | InterruptedException | OutOfMemoryError e) {
            delete(fresh);
            throw e;
        }
        // A crash between the two moves leaves no clone, which the next fetch makes good.
        var old = beside(folder, ".old");
        delete(old);
        if (Files.exists(folder)) {
            Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
            for (var kept : List.of("modules", "lfs")) {
                if (Files.exists(old.resolve(kept))) {
                    Files.move(old.resolve(kept), fresh.resolve(kept), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
        damaged.remove(origin.name());
    }

    /** Removes the clones of all other names, and nothing that is no clone. */
    void keepOnly(Set<String> names) throws IOException {
        if (!Files.isDirectory(home)) {
            return;
        }
        try (var clones = Files.newDirectoryStream(home, "*" + SUFFIX)) {
            for (var clone : clones) {
                var name = clone.getFileName().toString();
                if (!names.contains(name.substring(0, name.length() - SUFFIX.length()))) {
                    LOG.info("deleting {}, which nothing configured needs any more", clone);
                    delete(clone);
                }
            }
        }
    }

    /** Within the clone of an app: it goes when the app goes. */
    static Path ofSubmodules(Path home, String app) {
        return home.resolve(app + SUFFIX).resolve("modules");
    }

    /** The same. */
    static Path ofLfs(Path home, String app) {
        return home.resolve(app + SUFFIX).resolve("lfs");
    }

    private Path folder(Origin origin) {
        return home.resolve(origin.name() + SUFFIX);
    }

    private static Path beside(Path folder, String suffix) {
        return folder.resolveSibling(folder.getFileName() + suffix);
    }

    /**
     * Removes what a process that was killed left behind. One process owns the folder, so a lock that is found before the
     * first fetch has nobody who holds it.
     */
    private synchronized void tidyOnce() throws IOException {
        if (tidied) {
            return;
        }
        Files.createDirectories(home);
        try (var clones = Files.newDirectoryStream(home)) {
            for (var clone : clones) {
                var name = clone.getFileName().toString();
                if (name.endsWith(".git.new") || name.endsWith(".git.old")) {
                    delete(clone);
                } else {
                    deleteLeftovers(clone);
                }
            }
        }
        tidied = true;
    }

    private static void deleteLeftovers(Path clone) throws IOException {
        try (var files = Files.walk(clone)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var name = file.getFileName().toString();
                if (name.endsWith(".lock") || name.startsWith("incoming_")) {
                    LOG.info("deleting {}, left behind by a process that was killed", file);
                    Files.delete(file);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
