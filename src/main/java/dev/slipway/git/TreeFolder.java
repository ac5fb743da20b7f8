package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.git.TreeFiles.Entry;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jgit.lib.FileMode;

/** All files of a commit, as a folder. No {@code .dockerignore} counts, and no {@code .git} is made. */
final class TreeFolder {
    private final TreeFiles files;
    private final Commit commit;

    TreeFolder(TreeFiles files, Commit commit) {
        this.files = files;
        this.commit = commit;
    }

    /** What would stand there in place of files that are kept in Git LFS. */
    List<Entry> pointers() throws IOException {
        var pointers = new ArrayList<Entry>();
        walk(entry -> {
            if (entry.isFile() && files.isPointer(entry)) {
                pointers.add(entry);
            }
        });
        return pointers;
    }

    /** Writes them into a folder that is there and empty. */
    void writeTo(Path folder) throws IOException, DeployException {
        refuse();
        walk(entry -> write(entry, folder.resolve(entry.path())));
    }

    private void walk(TreeFiles.Visitor visitor) throws IOException {
        var root = files.find(".").orElseThrow();
        files.walk(root, DockerIgnore.nothing(), visitor);
    }

    private void refuse() throws IOException, DeployException {
        var odd = new ArrayList<String>();
        walk(entry -> {
            if (leadsAstray(entry.path())) {
                odd.add(entry.path());
            }
        });
        if (!odd.isEmpty()) {
            throw new DeployException(
                    Blame.YOURS,
                    "commit " + commit + " has a file whose name is none: " + odd.getFirst(),
                    "take it out of the repository");
        }
        var pointers = files.lfs().isPresent() ? List.<Entry>of() : pointers();
        if (!pointers.isEmpty()) {
            throw new DeployException(
                    Blame.YOURS,
                    "in commit " + commit + ", Git LFS pointers stand in place of " + pointers.size()
                            + (pointers.size() == 1 ? " file, " : " files, e.g. ")
                            + pointers.getFirst().path(),
                    "set git.lfs: true to have the files fetched, or commit the files themselves");
        }
    }

    /** Names that Git itself does not check out. */
    private static boolean leadsAstray(String path) {
        for (var name : path.split("/", -1)) {
            if (name.isEmpty()
                    || name.equals(".")
                    || name.equals("..")
                    || name.toLowerCase(Locale.ROOT).equals(".git")) {
                return true;
            }
        }
        return path.indexOf('\0') >= 0;
    }

    /** A folder is visited before what is in it, and one name has one entry: no link is ever written through. */
    private void write(Entry entry, Path to) throws IOException {
        if (entry.isFile()) {
            try (var channel = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    var out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                files.copy(entry, out);
                out.flush();
                // The folder gets its name when all is written; a power cut must not leave it with files that are not.
                channel.force(false);
            }
            var mode = entry.mode().equals(FileMode.EXECUTABLE_FILE) ? "rwxr-xr-x" : "rw-r--r--";
            Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(mode));
        } else if (entry.isLink()) {
            Files.createSymbolicLink(to, Path.of(files.text(entry)));
        } else {
            // A submodule that was not brought is an empty folder, as it is in a clone without submodules.
            Files.createDirectory(to);
            Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
