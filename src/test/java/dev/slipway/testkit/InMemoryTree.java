package dev.slipway.testkit;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A commit's files, held in memory, for tests that need a tree but no Git. Reads no {@code .dockerignore}. */
public final class InMemoryTree implements Source.Tree {
    private static final int REGULAR = 0100644;
    private static final int EXECUTABLE = 0100755;

    private final Commit commit;
    private final Map<String, Entry> entries = new TreeMap<>();

    private record Entry(byte[] content, int mode, Optional<String> linkTo) {}

    public InMemoryTree(Commit commit) {
        this.commit = commit;
    }

    public InMemoryTree file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public InMemoryTree file(String path, byte[] content) {
        entries.put(path, new Entry(content, REGULAR, Optional.empty()));
        return this;
    }

    public InMemoryTree executable(String path, String content) {
        entries.put(path, new Entry(content.getBytes(StandardCharsets.UTF_8), EXECUTABLE, Optional.empty()));
        return this;
    }

    public InMemoryTree symlink(String path, String target) {
        entries.put(path, new Entry(new byte[0], 0, Optional.of(target)));
        return this;
    }

    @Override
    public Commit commit() {
        return commit;
    }

    @Override
    public String message() {
        return "a commit in memory";
    }

    @Override
    public String author() {
        return "Ada";
    }

    @Override
    public Source.BuildContext context(BuildSpec build) throws DeployException {
        var prefix = build.context().equals(".") ? "" : build.context() + "/";
        var dockerfile = Optional.ofNullable(entries.get(prefix + build.dockerfile()))
                .orElseThrow(() -> new DeployException(
                        Blame.YOURS, "there is no " + prefix + build.dockerfile() + " in " + commit, "add it"));
        return new Source.BuildContext() {
            @Override
            public String dockerfile() {
                return new String(dockerfile.content(), StandardCharsets.UTF_8);
            }

            @Override
            public String dockerfilePath() {
                return build.dockerfile();
            }

            @Override
            public void writeTo(OutputStream tar) throws IOException {
                write(prefix, tar);
            }
        };
    }

    @Override
    public void writeTo(Path folder) {
        try {
            for (var each : entries.entrySet()) {
                var file = folder.resolve(each.getKey());
                Files.createDirectories(file.getParent());
                var linkTo = each.getValue().linkTo();
                if (linkTo.isPresent()) {
                    Files.createSymbolicLink(file, Path.of(linkTo.get()));
                } else {
                    Files.write(file, each.getValue().content());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // There is nothing to give back.
    }

    private void write(String prefix, OutputStream out) throws IOException {
        var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        for (var each : entries.entrySet()) {
            if (each.getKey().startsWith(prefix)) {
                write(each.getKey().substring(prefix.length()), each.getValue(), tar);
            }
        }
        tar.finish();
        tar.flush();
    }

    private static void write(String path, Entry entry, TarArchiveOutputStream tar) throws IOException {
        var header = entry.linkTo().isPresent()
                ? new TarArchiveEntry(path, TarConstants.LF_SYMLINK)
                : new TarArchiveEntry(path);
        header.setModTime(0);
        if (entry.linkTo().isPresent()) {
            header.setLinkName(entry.linkTo().get());
        } else {
            header.setMode(entry.mode());
            header.setSize(entry.content().length);
        }
        tar.putArchiveEntry(header);
        tar.write(entry.content());
        tar.closeArchiveEntry();
    }
}
