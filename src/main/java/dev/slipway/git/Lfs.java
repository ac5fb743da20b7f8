package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.git.TreeFiles.Entry;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/** Brings the large files that a build of a commit would see pointers of, each from the server of the repository that has it. */
final class Lfs {
    private static final int BATCH = 100;

    private final Path home;
    private final Supplier<LfsCall> calls;

    /** @param home of the clones, within which the files are kept */
    Lfs(Path home, Supplier<LfsCall> calls) {
        this.home = home;
        this.calls = calls;
    }

    /** A file that is wanted, and where it was seen first. */
    private record Wanted(LfsPointer pointer, Entry entry) {}

    /**
     * The store from which they are read; none where the app does not want them.
     *
     * @throws DeployException YOURS if the commit names what the server does not have, REMOTE if it cannot be reached
     */
    Optional<LfsStore> of(App app, Part root, Map<ObjectId, Part> submodules)
            throws DeployException, InterruptedException {
        var store = new LfsStore(Clones.ofLfs(home, app.name()));
        if (!app.git().inclusions().lfs()) {
            store.keepOnly(Set.of());
            return Optional.empty();
        }
        var commit = new Commit(root.commit().name());
        try {
            var wanted = wanted(app, new TreeFiles(root, submodules, Optional.of(store)), commit);
            var missing = new ArrayList<Wanted>();
            for (var each : wanted.values()) {
                if (!store.has(each.pointer())) {
                    missing.add(each);
                }
            }
            if (!missing.isEmpty()) {
                bring(app, missing, store);
            }
            store.keepOnly(wanted.keySet());
            return Optional.of(store);
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "the files of Git LFS in commit " + commit + " cannot be read: " + e.getMessage(),
                    "check free space and permissions of data_dir",
                    e);
        }
    }

    private static Map<String, Wanted> wanted(App app, TreeFiles files, Commit commit)
            throws IOException, DeployException {
        var reader = new ContextReader(files, app.build(), commit);
        var wanted = new LinkedHashMap<String, Wanted>();
        for (var entry : app.isComposed() ? new TreeFolder(files, commit).pointers() : reader.pointers()) {
            var pointer = reader.pointer(entry);
            wanted.putIfAbsent(pointer.oid(), new Wanted(pointer, entry));
        }
        return wanted;
    }

    private void bring(App app, List<Wanted> missing, LfsStore store)
            throws DeployException, InterruptedException, IOException {
        var byPart = missing.stream()
                .collect(Collectors.groupingBy(each -> each.entry().part(), LinkedHashMap::new, Collectors.toList()));
        try (var call = calls.get()) {
            for (var group : byPart.entrySet()) {
                bring(app, group.getKey(), group.getValue(), store, call);
            }
        }
    }

    private static void bring(App app, Part part, List<Wanted> wanted, LfsStore store, LfsCall call)
            throws DeployException, InterruptedException, IOException {
        try {
            var endpoint = LfsEndpoint.of(app.git(), part, call);
            if (endpoint.address().isFile()) {
                copy(Path.of(endpoint.address().path()), wanted, store);
                return;
            }
            var server = new LfsServer(endpoint, call);
            for (int start = 0; start < wanted.size(); start += BATCH) {
                var some = wanted.subList(start, Math.min(start + BATCH, wanted.size()));
                var said = server.batch(some.stream().map(Wanted::pointer).toList());
                for (var each : some) {
                    server.bring(
                            each.pointer(),
                            each.entry().path(),
                            Optional.ofNullable(said.get(each.pointer().oid())),
                            store);
                }
            }
        } catch (Address.RefusedException e) {
            throw new DeployException(
                    Blame.YOURS,
                    "no way to the files of Git LFS of "
                            + RemoteTrouble.printable(part.git().url()) + ": its url, or lfs.url in .lfsconfig, "
                            + e.getMessage(),
                    "correct lfs.url in .lfsconfig and push",
                    e);
        }
    }

    /** From a repository on this machine, where git-lfs keeps them beside Git's own objects. */
    private static void copy(Path repository, List<Wanted> wanted, LfsStore store) throws DeployException, IOException {
        for (var each : wanted) {
            var oid = each.pointer().oid();
            var below = Path.of("lfs", "objects", oid.substring(0, 2), oid.substring(2, 4), oid);
            var file = List.of(
                            repository.resolve(below),
                            repository.resolve(".git").resolve(below))
                    .stream()
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new DeployException(
                            Blame.YOURS,
                            each.entry().path() + " is not in " + repository + ": it has no object "
                                    + each.pointer().abbreviated() + " of Git LFS",
                            "push it there (git lfs push --all origin), then deploy again with --retry"));
            try (var from = Files.newInputStream(file)) {
                store.put(each.pointer(), from);
            }
        }
    }
}
