package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.GitSpec;
import java.io.IOException;
import java.util.Optional;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/** What can go wrong over SSH alone, in words. */
final class SshTrouble {
    private static final String LATER = "Slipway asks again by itself";

    private final GitSpec git;
    private final String url;
    private final SshConversation ssh;
    private final RemoteTrouble others;

    SshTrouble(GitSpec git, SshConversation ssh, RemoteTrouble others) {
        this.git = git;
        this.url = RemoteTrouble.printable(git.url());
        this.ssh = ssh;
        this.others = others;
    }

    DeployException of(IOException e) {
        if (ssh.refusal().isPresent()) {
            var refusal = ssh.refusal().get();
            return new DeployException(
                    refusal.failure().blame(),
                    "no connection to " + url + ": " + refusal.failure().what(),
                    refusal.failure().next(),
                    e);
        }
        if (isLoginDenied(e)) {
            var key = git.ssh().orElseThrow().keyFile();
            return new DeployException(
                            Blame.REMOTE,
                            url + " refused the SSH key " + key,
                            "give the server its public half, which ssh-keygen -y -f " + key
                                    + " prints, as a deploy key that may"
                                    + " read this repository, then slipway poll; by itself Slipway asks every ten minutes",
                            e)
                    .askingPatience(RemoteCall.AFTER_A_REFUSAL);
        }
        if (ssh.failure().isEmpty() && (ssh.isBrokenOff() || e instanceof NoRemoteRepositoryException)) {
            return new DeployException(
                    Blame.REMOTE,
                    url + " ended the conversation: " + words(e),
                    "check that git.url names a repository that this key may read; " + LATER,
                    e);
        }
        return others.of(e);
    }

    /** What the server said, which JGit puts behind the URL. */
    private String words(IOException e) {
        var message = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        return message.replace(git.url() + ": ", "").strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ");
    }

    private static boolean isLoginDenied(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SshException ssh
                    && ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
                return true;
            }
        }
        return false;
    }
}
