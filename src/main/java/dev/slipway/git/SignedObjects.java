package dev.slipway.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What in a clone may bear the signature of a commit: an annotated tag, or the commit itself. */
final class SignedObjects {
    private static final Logger LOG = LoggerFactory.getLogger(SignedObjects.class);
    /** What the tag was at the last time that it was asked for. */
    private static final String TAG_ASKED_FOR = "refs/slipway/tag";

    private final Repository repository;
    private final RemoteCall remote;

    SignedObjects(Repository repository, RemoteCall remote) {
        this.repository = repository;
        this.remote = remote;
    }

    /**
     * The annotated tag if it has a signature, be it a good one or not; else the commit, which has to be in the clone.
     *
     * @throws UntrustedException if what is there can be no signature of this commit
     */
    SignedObject of(Commit commit, Optional<String> tag) throws IOException, UntrustedException, DeployException {
        if (tag.isPresent()) {
            var annotated = annotated(tag.get(), commit);
            if (annotated.isPresent()) {
                return annotated.get();
            }
        }
        return SignedObject.ofCommit("commit " + commit, raw(ObjectId.fromString(commit.sha()), Constants.OBJ_COMMIT));
    }

    private Optional<SignedObject> annotated(String tag, Commit commit)
            throws IOException, UntrustedException, DeployException {
        try {
            remote.fetch(repository, new RefSpec("+" + Constants.R_TAGS + tag + ":" + TAG_ASKED_FOR), 1);
        } catch (IOException e) {
            if (remote.isToBlame()) {
                throw e;
            }
            // It is gone, and an older commit is deployed by hand: that has to stand for itself.
            LOG.debug("tag {} cannot be had: {}", tag, e.getMessage());
            return Optional.empty();
        }
        var ref = repository.exactRef(TAG_ASKED_FOR);
        if (ref == null || ref.getObjectId() == null) {
            throw new IOException("tag " + tag + " was not written");
        }
        if (repository.open(ref.getObjectId()).getType() != Constants.OBJ_TAG) {
            return Optional.empty();
        }
        var raw = raw(ref.getObjectId(), Constants.OBJ_TAG);
        var signed = SignedObject.ofTag("tag " + tag, raw);
        if (signed.signature().isEmpty()) {
            return Optional.empty();
        }
        requireIsOf(commit, tag, new String(raw, UTF_8));
        return Optional.of(signed);
    }

    /** A signed tag is good for its own name only, else an old version could come back as the newest. */
    private static void requireIsOf(Commit commit, String tag, String raw) throws UntrustedException, DeployException {
        var headers = raw.lines().takeWhile(line -> !line.isEmpty()).toList();
        if (!headers.contains("object " + commit.sha())) {
            throw new DeployException(
                    Blame.REMOTE, "tag " + tag + " is not of commit " + commit + ", or was moved meanwhile", "");
        }
        if (!headers.contains("type commit") || !headers.contains("tag " + tag)) {
            var name = headers.stream()
                    .filter(line -> line.startsWith("tag "))
                    .findFirst()
                    .orElse("no tag");
            throw new UntrustedException(
                    "tag " + tag + " is another signed tag under a false name: it is " + name,
                    "find out who pushed it; a new version wants a signed tag of its own");
        }
    }

    private byte[] raw(ObjectId id, int type) throws IOException {
        var raw = repository.open(id, type).getBytes();
        try (var formatter = new ObjectInserter.Formatter()) {
            if (!formatter.idFor(type, raw).equals(id)) {
                throw new IOException("object " + id.name() + " is damaged");
            }
        }
        return raw;
    }
}
