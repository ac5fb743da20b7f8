package dev.slipway.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.deploy.Source;
import dev.slipway.git.ContextReader.Dockerfile;
import dev.slipway.git.TreeFiles.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.eclipse.jgit.lib.FileMode;

/** A build context as a tar. It holds nothing of this machine: the owner is root, the time is the commit's. */
final class ContextTar implements Source.BuildContext {
    private static final int PLAIN = 0644;
    private static final int EXECUTABLE = 0755;
    private static final int LINK = 0777;

    private final TreeFiles files;
    private final Entry folder;
    private final DockerIgnore ignore;
    private final Dockerfile dockerfile;
    private final Instant modified;
    private final List<String> remarks;

    /** @param folder the context, in {@code files} */
    ContextTar(
            TreeFiles files,
            Entry folder,
            DockerIgnore ignore,
            Dockerfile dockerfile,
            Instant modified,
            List<String> remarks) {
        this.remarks = List.copyOf(remarks);
        this.files = files;
        this.folder = folder;
        this.ignore = ignore;
        this.dockerfile = dockerfile;
        this.modified = modified;
    }

    @Override
    public List<String> remarks() {
        return remarks;
    }

    @Override
    public String dockerfile() {
        return dockerfile.text();
    }

    @Override
    public String dockerfilePath() {
        return dockerfile.pathInTar();
    }

    @Override
    @SuppressWarnings("resource") // closing it would close a stream that is not ours
    public void writeTo(OutputStream to) throws IOException {
        var tar = new TarArchiveOutputStream(to, UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        boolean outside = dockerfile.inContext().isEmpty();
        files.walk(folder, ignore, entry -> {
            // The context's own is written below, with a line more.
            if (!outside || !entry.path().equals(ContextReader.IGNORE_FILE)) {
                write(entry, tar);
            }
        });
        if (outside) {
            writeOutsider(tar);
        }
        tar.finish();
        tar.flush();
    }

    private void write(Entry entry, TarArchiveOutputStream tar) throws IOException {
        if (entry.isFile()) {
            int mode = entry.mode().equals(FileMode.EXECUTABLE_FILE) ? EXECUTABLE : PLAIN;
            var header = header(entry.path(), TarConstants.LF_NORMAL, mode);
            header.setSize(files.size(entry));
            tar.putArchiveEntry(header);
            files.copy(entry, tar);
        } else if (entry.isLink()) {
            // As it is, even if it points out of the context; the engine resolves it within its own root.
            var header = header(entry.path(), TarConstants.LF_SYMLINK, LINK);
            header.setLinkName(files.text(entry));
            tar.putArchiveEntry(header);
        } else {
            // A submodule that was not brought is an empty folder, as it is in a clone without submodules.
            tar.putArchiveEntry(header(entry.path() + "/", TarConstants.LF_DIR, EXECUTABLE));
        }
        tar.closeArchiveEntry();
    }

    /** Adds the Dockerfile, and a line to {@code .dockerignore} that lets the engine keep it out of {@code COPY . .}. */
    private void writeOutsider(TarArchiveOutputStream tar) throws IOException {
        write(dockerfilePath(), dockerfile.bytes(), tar);
        var own = new StringBuilder();
        files.walk(folder, ignore, entry -> {
            if (entry.path().equals(ContextReader.IGNORE_FILE) && entry.isFile()) {
                own.append(files.text(entry));
            }
        });
        if (own.isEmpty()) {
            own.append(ContextReader.IGNORE_FILE);
        }
        own.append('\n').append(dockerfilePath()).append('\n');
        write(ContextReader.IGNORE_FILE, own.toString().getBytes(UTF_8), tar);
    }

    private void write(String path, byte[] content, TarArchiveOutputStream tar) throws IOException {
        var header = header(path, TarConstants.LF_NORMAL, PLAIN);
        header.setSize(content.length);
        tar.putArchiveEntry(header);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private TarArchiveEntry header(String path, byte type, int mode) {
        var header = new TarArchiveEntry(path, type);
        header.setMode(mode);
        header.setIds(0, 0);
        // The library would name the user that runs this process.
        header.setNames("", "");
        header.setLastModifiedTime(FileTime.from(modified));
        return header;
    }
}
