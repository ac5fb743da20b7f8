package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A remote repository in memory, of which the engine sees what it would see of a real one. */
final class FakeSource implements Source {
    private final Effects effects;
    private final Map<String, Commit> refs = new HashMap<>();
    private final Map<Commit, String> subjects = new HashMap<>();
    private Optional<DeployException> trouble = Optional.empty();
    private int asked;

    FakeSource(Effects effects) {
        this.effects = effects;
    }

    /** Has the branch point to the commit, whose subject is the first line of the message. */
    void put(String branch, Commit commit, String message) {
        subjects.put(commit, message.lines().findFirst().orElse(""));
        refs.put("refs/heads/" + branch, commit);
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
        if (refs.isEmpty()) {
            return new Tip.EmptyRepository();
        }
        var commit = refs.get(git.ref());
        return commit == null ? new Tip.NoSuchRef(git.ref()) : new Tip.At(commit);
    }

    @Override
    public Tree fetch(App app, Commit commit) throws DeployException {
        effects.about("fetch");
        var subject = subjects.get(commit);
        if (subject == null) {
            throw new DeployException(Blame.REMOTE, "the remote does not have " + commit.sha(), "push it");
        }
        return new FakeTree(commit, subject);
    }

    /** A commit without files. */
    record FakeTree(Commit commit, String subject) implements Tree {
        @Override
        public String author() {
            return "Ada Example";
        }

        @Override
        public BuildContext context(BuildSpec build) {
            throw new UnsupportedOperationException("the fake builder reads no files");
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
