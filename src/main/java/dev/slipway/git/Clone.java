package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/**
 * An app's bare repository on this side: a store of the objects of single commits, nothing more. Its refs keep those objects
 * alive and are never compared with anything.
 */
final class Clone {
    /** So many fetches have each left a pack; a fresh clone is smaller and quicker than collecting garbage. */
    private static final int MOST_PACKS = 50;

    private final Path folder;
    private final App app;

    Clone(Path clones, App app) {
        this.folder = clones.resolve(app.name() + ".git");
        this.app = app;
    }

    /** The repository with the commit in it; asks the remote only if it is not here. The caller closes it. */
    Repository with(Commit commit) throws Exception {
        clearLocks();
        if (Files.exists(folder.resolve("HEAD")) && !needsRenewal()) {
            var repository = open(folder);
            try {
                if (has(repository, commit)) {
                    return repository;
                }
                fetch(repository, commit);
                if (has(repository, commit)) {
                    return repository;
                }
            } catch (IOException e) {
                // Whatever is damaged here, the remote has it whole.
                repository.close();
                return renewed(commit);
            }
            repository.close();
        }
        return renewed(commit);
    }

    private boolean needsRenewal() throws IOException {
        try (var repository = open(folder)) {
            return repository.getObjectDatabase().getPacks().size() > MOST_PACKS
                    || !app.git().url().equals(repository.getConfig().getString("remote", "origin", "url"));
        } catch (IOException e) {
            return true;
        }
    }

    /** A killed process leaves these, and nothing else would ever remove them; one process at a time uses the folder. */
    private void clearLocks() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Clone::isLeftover).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isLeftover(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.endsWith(".lock") || name.startsWith("incoming_");
    }

    /** Clones beside, then takes the place of what was there. */
    private Repository renewed(Commit commit) throws Exception {
        var beside = folder.resolveSibling(app.name() + ".git.new");
        delete(beside);
        try (var repository = new FileRepository(beside.toFile())) {
            repository.create(true);
            var config = repository.getConfig();
            config.setInt(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTO, 0);
            config.setInt(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTOPACKLIMIT, 0);
            config.setString("remote", "origin", "url", app.git().url());
            config.save();
            fetch(repository, commit);
            if (!has(repository, commit)) {
                throw new DeployException(
                        Blame.REMOTE,
                        app.git().url() + " does not have commit " + commit.sha() + " (any more)",
                        "the next poll asks for the tip of the branch anew");
            }
        }
        delete(folder);
        Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
        return open(folder);
    }

    private static FileRepository open(Path folder) throws IOException {
        return new FileRepository(folder.toFile());
    }

    private static boolean has(Repository repository, Commit commit) throws IOException {
        return repository.getObjectDatabase().has(ObjectId.fromString(commit.sha()));
    }

    /** By its id first; a server that gives only what refs point to is asked for the branch. */
    private void fetch(Repository repository, Commit commit) throws Exception {
        try {
            fetch(repository, commit.sha() + ":refs/slipway/" + commit.sha(), 1);
        } catch (org.eclipse.jgit.errors.TransportException e) {
            fetch(repository, "+" + app.git().ref() + ":refs/slipway/branch", 1);
            if (!has(repository, commit)) {
                // An older commit of the branch: its whole history is the only way left to it.
                fetch(repository, "+" + app.git().ref() + ":refs/slipway/branch", Integer.MAX_VALUE);
            }
        }
    }

    private void fetch(Repository repository, String refSpec, int depth) throws Exception {
        try (var transport = Transport.open(repository, new URIish(app.git().url()))) {
            Remote.prepare(transport, app.git());
            transport.setDepth(depth);
            var result = transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec(refSpec)));
            for (var update : result.getTrackingRefUpdates()) {
                if (update.getResult() == RefUpdate.Result.LOCK_FAILURE
                        || update.getResult() == RefUpdate.Result.IO_FAILURE) {
                    throw new IOException(update.getLocalName() + " could not be written: " + update.getResult());
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Clone::deleteOne);
        } catch (UncheckedIOException e) {
            throw new FileSystemException(folder.toString(), null, String.valueOf(e.getMessage()));
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
