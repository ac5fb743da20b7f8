package dev.slipway.ssh;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Secret;
import dev.slipway.model.SshSpec;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.EnumSet;
import java.util.Set;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Reads the private key with which Slipway says who it is. */
public final class SshKey {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private SshKey() {}

    /**
     * Reads the key of these settings.
     *
     * @param making what to do where there is none
     * @throws DeployException HOST if the file is not there or not fit, YOURS if the passphrase is not
     */
    public static KeyPair read(SshSpec ssh, String making) throws DeployException {
        var file = ssh.keyFile();
        var asked = new Passphrase(ssh);
        try {
            refuseIfOthersMayRead(file);
            try (var in = Files.newInputStream(file)) {
                var pairs = SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(file.toString()), in, asked);
                if (pairs != null && pairs.iterator().hasNext()) {
                    return pairs.iterator().next();
                }
            }
            throw unfit(file, "it holds no private key", new IOException("no key in " + file));
        } catch (NoSuchFileException e) {
            throw new DeployException(Blame.HOST, "there is no SSH key " + file, making, e);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            if (asked.wasAsked) {
                throw locked(file, ssh.passphrase().isPresent(), e);
            }
            throw unfit(file, reason(e), e);
        }
    }

    private static DeployException locked(Path file, boolean tried, Exception e) {
        return tried
                ? new DeployException(
                        Blame.YOURS,
                        "the passphrase does not open the SSH key " + file,
                        "correct ssh_key_passphrase_file, or what it holds",
                        e)
                : new DeployException(
                        Blame.YOURS,
                        "the SSH key " + file + " is encrypted, and no passphrase is given",
                        "set ssh_key_passphrase_file, or take the passphrase off: ssh-keygen -p -N '' -f " + file,
                        e);
    }

    private static DeployException unfit(Path file, String why, Exception e) {
        var what = "the SSH key " + file + " cannot be used: " + why;
        var next =
                "it must be a private key in OpenSSH's or PEM format, of type ed25519, ecdsa or rsa, that the user of Slipway"
                        + " may read; ssh-keygen -p -f " + file + " writes it anew in OpenSSH's";
        return new DeployException(Blame.HOST, what, next, e);
    }

    private static String reason(Exception e) {
        return e instanceof AccessDeniedException ? "no permission to read it" : String.valueOf(e.getMessage());
    }

    /** As ssh(1) does: of one's own files alone, for those that somebody else owns cannot be mended by oneself. */
    private static void refuseIfOthersMayRead(Path file) throws IOException, DeployException {
        var real = file.toRealPath();
        if (!Files.getFileStore(real).supportsFileAttributeView("posix") || !isOwn(real)) {
            return;
        }
        var permissions = Files.getPosixFilePermissions(real);
        if (permissions.stream().anyMatch(OTHERS::contains)) {
            throw new DeployException(
                    Blame.HOST,
                    "the SSH key " + file + " may be read by others (" + PosixFilePermissions.toString(permissions)
                            + "), so it is not used",
                    "chmod 600 " + file);
        }
    }

    private static boolean isOwn(Path file) throws IOException {
        var self = Path.of("/proc/self");
        return !Files.exists(self) || Files.getAttribute(self, "unix:uid").equals(Files.getAttribute(file, "unix:uid"));
    }

    /** Gives it once: a wrong one does not get better. */
    private static final class Passphrase implements FilePasswordProvider {
        private final SshSpec ssh;
        private boolean wasAsked;

        Passphrase(SshSpec ssh) {
            this.ssh = ssh;
        }

        @Override
        @SuppressWarnings("NullAway") // "there is none" is null in MINA's interface
        public String getPassword(SessionContext session, NamedResource key, int attempt) {
            wasAsked = true;
            return ssh.passphrase().map(Secret::reveal).orElse(null);
        }
    }
}
