package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import dev.slipway.model.TagFilter;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A remote repository in memory, of which the engine sees what it would see of a real one. */
final class FakeSource implements Source {
    private static final String TAGS = "refs/tags/";

    private final Effects effects;
    private final Map<String, Commit> refs = new HashMap<>();
    private final Map<Commit, String> messages = new HashMap<>();
    private final Map<Commit, Map<String, String>> files = new HashMap<>();
    private final Set<String> signed = new HashSet<>();
    private Optional<DeployException> trouble = Optional.empty();
    private int asked;

    FakeSource(Effects effects) {
        this.effects = effects;
    }

    /** Has the branch point to a commit with these files. */
    void put(String branch, Commit commit, String message, Map<String, String> content) {
        files.put(commit, Map.copyOf(content));
        put(branch, commit, message);
    }

    /** The remote keeps the branch, but gives this commit away no more. */
    void forget(Commit commit) {
        messages.remove(commit);
        files.remove(commit);
    }

    /** Has the branch point to the commit. */
    void put(String branch, Commit commit, String message) {
        messages.put(commit, message);
        refs.put("refs/heads/" + branch, commit);
    }

    /** Has the tag name the commit. */
    void tag(String name, Commit commit) {
        messages.putIfAbsent(commit, "Commit " + commit);
        refs.put(TAGS + name, commit);
    }

    void deleteTag(String name) {
        refs.remove(TAGS + name);
    }

    void delete(String branch) {
        refs.remove("refs/heads/" + branch);
    }

    /** From now on the remote cannot be asked. */
    void fail(DeployException how) {
        trouble = Optional.of(how);
        asked = 0;
    }

    void recover() {
        trouble = Optional.empty();
    }

    /** How often it was asked since its last trouble began. */
    int asked() {
        return asked;
    }

    @Override
    public Tip tip(GitSpec git) throws DeployException {
        effects.requireAlive();
        asked++;
        if (trouble.isPresent()) {
            throw trouble.get();
        }
        if (git.tag().isPresent()) {
            return newest(git.tag().get());
        }
        if (refs.isEmpty()) {
            return new Tip.EmptyRepository();
        }
        var commit = refs.get(git.ref());
        return commit == null ? new Tip.NoSuchRef(git.ref()) : new Tip.At(commit);
    }

    private Tip newest(TagFilter filter) {
        var matching = refs.keySet().stream()
                .filter(ref -> ref.startsWith(TAGS))
                .map(ref -> ref.substring(TAGS.length()))
                .filter(filter::matches)
                .sorted()
                .toList();
        return filter.newest(matching)
                .<Tip>map(tag -> new Tip.At(refs.get(TAGS + tag), Optional.of(tag)))
                .orElse(new Tip.NoTag(matching));
    }

    @Override
    public Tree fetch(App app, Commit commit) throws DeployException {
        effects.about("fetch");
        return new FakeTree(commit, known(commit));
    }

    /** Has the commit, or the tag, bear a good signature. */
    void sign(String what) {
        signed.add(what);
    }

    @Override
    public String verify(App app, Commit commit, Optional<String> tag, ZonedDateTime now) throws DeployException {
        effects.requireAlive();
        known(commit);
        if (signed.contains(commit.sha()) || tag.filter(signed::contains).isPresent()) {
            return "signed by ada@example.org";
        }
        throw new DeployException(Blame.YOURS, "commit " + commit + " is not signed", "sign it and push it");
    }

    @Override
    public boolean touches(App app, Commit from, Commit to) throws DeployException {
        effects.requireAlive();
        known(to);
        known(from);
        var before = files.getOrDefault(from, Map.of());
        var after = files.getOrDefault(to, Map.of());
        return Stream.concat(before.keySet().stream(), after.keySet().stream())
                .filter(path -> !Objects.equals(before.get(path), after.get(path)))
                .anyMatch(app.git().paths()::matches);
    }

    private String known(Commit commit) throws DeployException {
        var message = messages.get(commit);
        if (message == null) {
            throw new DeployException(Blame.REMOTE, "the remote does not have " + commit.sha(), "push it");
        }
        return message;
    }

    /** A commit without files. */
    record FakeTree(Commit commit, String message) implements Tree {
        @Override
        public String author() {
            return "Ada Example";
        }

        @Override
        public BuildContext context(BuildSpec build) {
            throw new UnsupportedOperationException("the fake builder reads no files");
        }

        @Override
        public void writeTo(Path folder) {
            throw new UnsupportedOperationException("the fake Compose reads no files");
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
