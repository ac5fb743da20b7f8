package dev.slipway.git;

import dev.slipway.deploy.SourceContract.Remote;
import dev.slipway.model.Commit;
import dev.slipway.model.SignatureSpec;
import dev.slipway.testkit.GitRepo;
import dev.slipway.testkit.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/** The contract's other end, as a real repository. */
record GitRemote(GitRepo repo, String url) implements Remote {
    @Override
    public Commit push(String message, Map<String, String> files) {
        return new Commit(repo.commit(message, files));
    }

    @Override
    public Commit forcePush(String message, Map<String, String> files) {
        return new Commit(repo.forcePush(message, files));
    }

    @Override
    public Commit pushTo(String branch, String message, Map<String, String> files) {
        return new Commit(repo.onBranch(branch).commit(message, files));
    }

    @Override
    public void deleteMain() {
        repo.deleteBranch();
    }

    @Override
    public void tag(String name, Commit commit, boolean annotated) {
        if (annotated) {
            repo.annotatedTag(name, commit.sha());
        } else {
            repo.git("tag", "--force", name, commit.sha());
        }
    }

    @Override
    public void deleteTag(String name) {
        repo.git("tag", "--delete", name);
    }

    @Override
    public Commit pushSigned(String message, Map<String, String> files) {
        return new Commit(key().commit(repo, message, files));
    }

    @Override
    public void signedTag(String name, Commit commit) {
        key().tag(repo, name, commit.sha());
    }

    @Override
    public SignatureSpec signers() {
        var file = repo.path().resolveSibling("allowed_signers");
        try {
            Files.writeString(file, "ada@example.org " + key().publicKey() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SignatureSpec(Optional.empty(), Optional.of(file));
    }

    private SigningKey key() {
        try {
            return SigningKey.ssh(repo.path().resolveSibling("signing-key"), "-t", "ed25519");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
