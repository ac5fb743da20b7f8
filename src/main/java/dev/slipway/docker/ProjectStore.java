package dev.slipway.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the files of projects lie: of each app a folder with {@code files/COMMIT}, which containers may have mounted, {@code ID.json}
 * and {@code ID.override.json} of each deployment that was prepared, and {@code current}, the one that was put up last.
 */
final class ProjectStore {
    private static final Pattern MANIFEST = Pattern.compile("(\\d{1,18})\\.json");
    private static final String NEW = ".new";

    private final Path home;

    /** @param home of all projects */
    ProjectStore(Path home) {
        this.home = home.toAbsolutePath().normalize();
    }

    Path home() {
        return home;
    }

    /** Of the app. */
    Path folder(App app) {
        return home.resolve(app.name());
    }

    /** Name of the folder with a commit's files: with submodules, or Git LFS, they are others. */
    static String tree(App app, Commit commit) {
        var inclusions = app.git().inclusions();
        return commit.sha() + (inclusions.submodules() ? "-submodules" : "") + (inclusions.lfs() ? "-lfs" : "");
    }

    Path files(App app, String tree) {
        return folder(app).resolve("files").resolve(tree);
    }

    Path override(App app, long deployment) {
        return folder(app).resolve(deployment + ".override.json");
    }

    /** Used while images are built. */
    Path buildOverride(App app, long deployment) {
        return folder(app).resolve(deployment + ".build.json");
    }

    /** Writes them beside, and names them when they are complete. */
    void write(App app, Source.Tree tree) throws DeployException {
        var to = files(app, tree(app, tree.commit()));
        var fresh = to.resolveSibling(to.getFileName() + NEW);
        try {
            delete(fresh);
            Files.createDirectories(fresh);
            // Whatever the agent's umask: who mounts all of it may be anybody within the container.
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            tree.writeTo(fresh);
            Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw trouble("write the files of " + tree.commit() + " to " + to, e);
        }
    }

    void save(App app, ProjectManifest manifest, JsonNode override) throws DeployException {
        var deployment = manifest.origin().deployment();
        put(override(app, deployment), override.toPrettyString());
        save(app, manifest);
    }

    void save(App app, ProjectManifest manifest) throws DeployException {
        put(manifestFile(app, manifest.origin().deployment()), manifest.json().toPrettyString());
    }

    /** Empty if there is none, or it cannot be read. */
    Optional<ProjectManifest> manifest(App app, long deployment) throws DeployException {
        try {
            return Optional.of(
                    ProjectManifest.read(Raw.JSON.readTree(Files.readString(manifestFile(app, deployment)))));
        } catch (NoSuchFileException | JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw trouble("read " + manifestFile(app, deployment), e);
        }
    }

    private Path manifestFile(App app, long deployment) {
        return folder(app).resolve(deployment + ".json");
    }

    /** What was put up last; empty if nothing was, or that is not known any more. */
    Optional<ProjectManifest> current(App app) throws DeployException {
        try {
            var text = Files.readString(currentFile(app)).strip();
            return text.matches("\\d{1,18}") ? manifest(app, Long.parseLong(text)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw trouble("read " + currentFile(app), e);
        }
    }

    void isCurrent(App app, long deployment) throws DeployException {
        put(currentFile(app), deployment + "\n");
    }

    void hasNone(App app) throws DeployException {
        try {
            Files.deleteIfExists(currentFile(app));
        } catch (IOException e) {
            throw trouble("remove " + currentFile(app), e);
        }
    }

    private Path currentFile(App app) {
        return folder(app).resolve("current");
    }

    void put(Path file, String text) throws DeployException {
        try {
            Files.createDirectories(file.getParent());
            var fresh = file.resolveSibling(file.getFileName() + NEW);
            try (var channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                var bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                // A power cut must not leave an empty file under the new name.
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw trouble("write " + file, e);
        }
    }

    /** The highest deployment of any app that something is kept of. */
    long highestDeployment() throws DeployException {
        long highest = 0;
        for (var folder : in(home)) {
            for (var file : in(folder)) {
                var name = MANIFEST.matcher(file.getFileName().toString());
                highest = name.matches() ? Math.max(highest, Long.parseLong(name.group(1))) : highest;
            }
        }
        return highest;
    }

    /** Removes what was prepared before the one that is put up, and the files of all commits but these and its own. */
    void keepOnly(App app, Set<Commit> commits) throws DeployException {
        var current = current(app);
        var names = commits.stream().map(Commit::sha).collect(Collectors.toSet());
        current.map(ProjectManifest::tree).ifPresent(names::add);
        try {
            for (var files : in(folder(app).resolve("files"))) {
                var name = files.getFileName().toString();
                if (!names.contains(name) && !names.contains(name.replaceFirst("-.*", ""))) {
                    delete(files);
                }
            }
            for (var file : in(folder(app))) {
                var number = Pattern.compile("(\\d{1,18})\\..*")
                        .matcher(file.getFileName().toString());
                if (current.isPresent()
                        && number.matches()
                        && Long.parseLong(number.group(1))
                                < current.get().origin().deployment()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw trouble("tidy up " + folder(app), e);
        }
    }

    private List<Path> in(Path folder) throws DeployException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return new ArrayList<>(files.toList());
        } catch (IOException e) {
            throw trouble("list " + folder, e);
        }
    }

    /** Links are removed, and not followed. */
    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static DeployException trouble(String what, IOException e) {
        return new DeployException(
                Blame.HOST,
                "could not " + what + ": " + e.getClass().getSimpleName() + ", " + e.getMessage(),
                "look at the disk of data_dir",
                e);
    }
}
