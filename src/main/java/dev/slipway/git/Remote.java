package dev.slipway.git;

import dev.slipway.deploy.Source.Tip;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import java.util.List;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** Asks a remote for one ref, without a repository on this side. */
final class Remote {
    private static final int IDLE_SECONDS = 30;

    private Remote() {}

    static Tip tip(GitSpec git) throws Exception {
        try (var transport = Transport.open(new URIish(git.url()))) {
            prepare(transport, git);
            try (var connection = transport.openFetch(List.of(new RefSpec(git.ref())), "HEAD")) {
                var ref = connection.getRef(git.ref());
                if (ref != null && ref.getObjectId() != null) {
                    return new Tip.At(new Commit(ref.getObjectId().name()));
                }
            }
        }
        return hasAnyRef(git) ? new Tip.NoSuchRef(git.ref()) : new Tip.EmptyRepository();
    }

    /** The narrow question above does not tell an empty repository from one without this branch. */
    private static boolean hasAnyRef(GitSpec git) throws Exception {
        try (var transport = Transport.open(new URIish(git.url()))) {
            prepare(transport, git);
            try (var connection = transport.openFetch()) {
                return !connection.getRefs().isEmpty();
            }
        }
    }

    /** Our own wall-clock deadline is outside; this one ends a thread that would otherwise wait for ever. */
    static void prepare(Transport transport, GitSpec git) {
        transport.setTimeout(IDLE_SECONDS);
        transport.setTagOpt(TagOpt.NO_TAGS);
        git.token().ifPresent(token -> transport.setCredentialsProvider(credentials(git.username(), token.reveal())));
    }

    private static CredentialsProvider credentials(String username, String token) {
        return new UsernamePasswordCredentialsProvider(username, token);
    }
}
