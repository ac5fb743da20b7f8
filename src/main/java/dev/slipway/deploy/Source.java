package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/** Port: what a Git branch, or the newest of some tags, has. Adapters do not retry; the next poll is the retry. */
public interface Source {
    /**
     * Asks the remote, and nothing else, what the branch points to, or which of the tags is the newest and what commit it is of;
     * writes nothing to disk.
     *
     * @throws DeployException REMOTE if the server cannot be reached, refuses, or does not speak Git
     */
    Tip tip(GitSpec git) throws DeployException, InterruptedException;

    /**
     * Brings one commit here, unless it is here already, with what {@code git.inclusions} says. One fetch at a time for an app.
     *
     * @throws DeployException REMOTE as above, or if the remote does not have the commit; HOST if the disk refuses; YOURS if it
     *     names what cannot be had
     */
    Tree fetch(App app, Commit commit) throws DeployException, InterruptedException;

    /**
     * Whether a file of {@code git.paths} differs between two commits; brings both here, unless they are here already.
     *
     * @throws DeployException as above
     */
    boolean touches(App app, Commit from, Commit to) throws DeployException, InterruptedException;

    /**
     * Requires that the commit is signed as {@code git.require_signature} has it; brings it here, unless it is here already.
     *
     * @param tag by which it was found: if that is an annotated tag with a signature, then it is the tag's that counts
     * @param now by which a key is valid or expired
     * @return whose signature it is, in words
     * @throws DeployException YOURS if it is not; HOST if the keys that may sign cannot be read; else as {@link #fetch}
     */
    String verify(App app, Commit commit, Optional<String> tag, ZonedDateTime now)
            throws DeployException, InterruptedException;

    /** What the remote says of a branch, or of the tags that are followed. */
    sealed interface Tip {
        /**
         * It is at this commit.
         *
         * @param tag the newest of the tags; empty for a branch
         */
        record At(Commit commit, Optional<String> tag) implements Tip {
            public At(Commit commit) {
                this(commit, Optional.empty());
            }
        }

        /** The repository has no commit yet. */
        record EmptyRepository() implements Tip {}

        /** The repository has other refs, but not this one. */
        record NoSuchRef(String ref) implements Tip {}

        /**
         * No tag is a version that is asked for.
         *
         * @param others that match, but are none; sorted
         */
        record NoTag(List<String> others) implements Tip {
            public NoTag {
                others = List.copyOf(others);
            }
        }
    }

    /** A commit whose files are here. */
    interface Tree extends AutoCloseable {
        Commit commit();

        /** The commit's whole message. */
        String message();

        /** First line of the commit's message. */
        default String subject() {
            return message().lines().findFirst().orElse("");
        }

        /** The author's name, without the address. */
        String author();

        /**
         * The files that a build of this commit may see, {@code .dockerignore} applied.
         *
         * @throws DeployException YOURS if the context folder or the Dockerfile is not in the commit
         */
        BuildContext context(BuildSpec build) throws DeployException;

        /**
         * Writes all files of the commit into a folder that is there and empty; links are made as they are, and not followed.
         *
         * @throws DeployException HOST if the disk refuses; YOURS if a name in the commit leads out of the folder
         */
        void writeTo(Path folder) throws DeployException;

        @Override
        void close();
    }

    /** A build context, read from the commit each time it is written; no work tree exists. */
    interface BuildContext {
        /** What a person who reads the deployment's log should know of it, a line each. */
        default List<String> remarks() {
            return List.of();
        }

        /** The Dockerfile's text. */
        String dockerfile();

        /** Where in the tar the Dockerfile is. */
        String dockerfilePath();

        /** Writes the context as a tar, the same bytes for the same commit; does not close {@code tar}. */
        void writeTo(OutputStream tar) throws IOException;
    }
}
