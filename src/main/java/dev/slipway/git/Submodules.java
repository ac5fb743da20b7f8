package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.git.GitModules.Link;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import dev.slipway.model.PathFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the commits that an app's submodules stand at, and those of their submodules. Each has a clone of its own within the
 * app's. The app's credentials go to the host of {@code git.url} and to no other.
 */
final class Submodules {
    private static final Logger LOG = LoggerFactory.getLogger(Submodules.class);
    private static final int MOST = 200;
    private static final int DEEPEST = 8;
    private static final int NAME_DIGITS = 32;

    private final Path home;
    private final Function<GitSpec, RemoteCall> calls;
    private final Duration limit;
    private final Map<String, Clones> clonesByApp = new ConcurrentHashMap<>();

    /**
     * @param calls begins an errand, with a time limit of its own
     * @param limit after which no errand is begun for a commit
     */
    Submodules(Path home, Function<GitSpec, RemoteCall> calls, Duration limit) {
        this.limit = limit;
        this.home = home;
        this.calls = calls;
    }

    /** A commit whose submodules are still to be brought. */
    private record Pending(Part part, String prefix, int depth) {}

    /**
     * By the commit that each stands at; none where the app does not want them.
     *
     * @throws DeployException YOURS if the commit names what cannot be had, REMOTE if a server cannot be reached
     */
    Map<ObjectId, Part> of(App app, Part root) throws DeployException, InterruptedException {
        var clones = clonesByApp.computeIfAbsent(app.name(), name -> new Clones(Clones.ofSubmodules(home, name)));
        var found = new LinkedHashMap<ObjectId, Part>();
        var names = new HashSet<String>();
        try {
            if (app.git().inclusions().submodules()) {
                gather(app, root, clones, found, names);
            }
            dropOthers(app, clones, names);
            return found;
        } catch (DeployException | InterruptedException | RuntimeException | Error e) {
            found.values().forEach(Part::close);
            throw e;
        }
    }

    private void gather(App app, Part root, Clones clones, Map<ObjectId, Part> found, Set<String> names)
            throws DeployException, InterruptedException {
        var clock = new CompletableFuture<Void>().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        var pending = new ArrayDeque<Pending>();
        pending.add(new Pending(root, "", 1));
        while (!pending.isEmpty()) {
            var next = pending.remove();
            for (var link : links(next, root)) {
                if (link.left() || found.containsKey(link.commit())) {
                    continue;
                }
                var words = "submodule " + next.prefix() + link.path() + " of commit "
                        + new Commit(root.commit().name());
                if (next.depth() > DEEPEST || found.size() >= MOST) {
                    throw yours(
                            words + " is one too many: Slipway brings " + MOST + ", at most " + DEEPEST
                                    + " levels deep",
                            "write update = none for those that the build does not need");
                }
                if (clock.isDone()) {
                    throw new DeployException(
                            Blame.REMOTE,
                            "the submodules of " + app.name() + " were not all here within " + limit.toSeconds()
                                    + " s; the " + words + " was next",
                            "nothing: those that are here are kept, and Slipway goes on at the next attempt");
                }
                var git = git(app.git(), next.part().git(), link, words);
                var origin = origin(git, words);
                names.add(origin.name());
                var part = bring(app, origin, link, clones);
                found.put(link.commit(), part);
                pending.add(new Pending(part, next.prefix() + link.path() + "/", next.depth() + 1));
            }
        }
    }

    private static Iterable<Link> links(Pending in, Part root) throws DeployException {
        try {
            return GitModules.of(in.part());
        } catch (GitModules.RefusedException e) {
            var where = in.part().equals(root)
                    ? ""
                    : " in the submodule " + in.prefix().replaceFirst("/$", "");
            throw new DeployException(
                    Blame.YOURS,
                    "the submodules of commit " + new Commit(root.commit().name()) + " are refused" + where + ": "
                            + e.getMessage(),
                    "correct it and push",
                    e);
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "a clone cannot be read: " + e.getMessage(),
                    "nothing: it is cloned anew at the next attempt",
                    e);
        }
    }

    /** Where it is, and what opens it. */
    private static GitSpec git(GitSpec app, GitSpec within, Link link, String words) throws DeployException {
        var url = link.url()
                .orElseThrow(() -> yours(
                        words + " has no url in .gitmodules",
                        "add it there by git submodule add, or remove the folder from the commit"));
        try {
            var own = Address.parse(app.url());
            var parent = Address.parse(within.url());
            var address = url.matches("\\.\\.?(/.*)?") ? parent.resolve(url) : Address.parse(url);
            if (address.isFile() && !parent.isFile()) {
                throw new Address.RefusedException("is a path on this machine, which only a repository on it may name");
            }
            if (address.isSsh() && !own.isSsh() && !own.isFile() && address.isSameHost(own)) {
                address = address.at(own);
            }
            var open = new GitSpec(
                    address.text(),
                    app.branch(),
                    app.username(),
                    address.isSameSite(own) ? app.token() : Optional.empty(),
                    PathFilter.ALL);
            if (!address.isSsh()) {
                return open;
            }
            var key = app.ssh().filter(ssh -> own.isSsh());
            if (key.isEmpty() || !address.isSameSite(own)) {
                throw new Address.RefusedException(
                        "is reached over SSH at another host than git.url's, for which there is" + " no key");
            }
            return open.with(key.get());
        } catch (Address.RefusedException e) {
            throw new DeployException(
                    Blame.YOURS, words + ": its url in .gitmodules " + e.getMessage(), "correct the url and push", e);
        }
    }

    private static Origin origin(GitSpec git, String words) {
        return new Origin(
                name(git.url()),
                "the " + words,
                git,
                (commit, into, remote) -> into.fetchFromAnyRef(remote, git, commit));
    }

    /** Of the clone's folder; nothing that the commit says becomes a path here. */
    private static String name(String url) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, NAME_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private Part bring(App app, Origin origin, Link link, Clones clones) throws DeployException, InterruptedException {
        try (var remote = calls.apply(origin.git())) {
            try {
                return clones.part(origin, new Commit(link.commit().name()), remote);
            } catch (DeployException e) {
                throw told(e, app, origin, remote.isAccessRefused());
            }
        }
    }

    /** With the name of the submodule, and with advice that is about it and not about {@code git.url}. */
    private static DeployException told(DeployException e, App app, Origin origin, boolean refused) {
        var failure = e.failure();
        var next =
                refused && origin.git().token().isEmpty() && app.git().token().isPresent()
                        ? "check its url in .gitmodules; Slipway shows the token to the host of git.url alone, so elsewhere a submodule"
                                + " must be readable without one"
                        : failure.next()
                                .replace("git.url and git.branch", "git.url")
                                .replace("git.url", "its url in .gitmodules");
        var what = failure.what().contains(origin.words()) ? failure.what() : origin.words() + ": " + failure.what();
        return new DeployException(failure.blame(), what, next, e).askingPatience(e.patience());
    }

    /** Those of other commits, and of a time when submodules were wanted, are in nobody's way but the disk's. */
    private void dropOthers(App app, Clones clones, Set<String> names) {
        if (Files.isDirectory(Clones.ofSubmodules(home, app.name()))) {
            try {
                clones.keepOnly(names);
            } catch (IOException e) {
                LOG.warn(
                        "clones of submodules that {} needs no more could not be removed: {}",
                        app.name(),
                        e.toString());
            }
        }
    }

    private static DeployException yours(String what, String next) {
        return new DeployException(Blame.YOURS, what, next);
    }
}
