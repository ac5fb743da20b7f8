package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Secret;
import dev.slipway.model.SshSpec;
import dev.slipway.ssh.SshKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/**
 * The key pair with which Slipway says who it is to the server of one app.
 *
 * @param file the private half; the public one is beside it, as {@code .pub}
 * @param publicLine the public half, as a forge takes it
 * @param fingerprint of the public half, as {@code ssh-keygen -l} says it
 * @param isNew whether it was made now, and was not there before
 */
public record DeployKey(Path file, String publicLine, String fingerprint, boolean isNew) {
    static final String MAKING =
            "slipway git key, with the name of the app, makes one there and says what to do with it";

    private static final String OWNERS = "rw-------";
    private static final String EVERYBODYS = "rw-r--r--";
    private static final String OWNERS_FOLDER = "rwx------";

    /**
     * Makes one of type ed25519 where there is none, encrypted if a passphrase is configured; one that is there is left as it is.
     *
     * @param comment ends the public line, so that a person knows it among others
     * @throws DeployException YOURS if something else is in its place, HOST if the disk refuses
     */
    public static DeployKey at(SshSpec ssh, String comment) throws DeployException {
        JGitSetup.install();
        var file = ssh.keyFile();
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return existing(ssh, comment);
        }
        var beside = publicFile(file);
        if (Files.exists(beside, LinkOption.NOFOLLOW_LINKS)) {
            throw orphan(beside, file);
        }
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            var key = told(file, pair.getPublic(), comment, true);
            make(ssh, pair, key, comment);
            return key;
        } catch (FileAlreadyExistsException e) {
            throw new DeployException(
                    Blame.YOURS,
                    e.getFile() + " has come to be in this moment, and was left as it is",
                    "ask again, which shows its public half",
                    e);
        } catch (IOException | GeneralSecurityException e) {
            throw new DeployException(
                    Blame.HOST,
                    "the SSH key " + file + " cannot be made: " + reason(e),
                    "run this as the user that Slipway runs as, who must be able to write there, or name another place in"
                            + " git.ssh_key_file",
                    e);
        }
    }

    /** Both halves, or none. */
    private static void make(SshSpec ssh, KeyPair pair, DeployKey key, String comment)
            throws IOException, GeneralSecurityException {
        makeFolder(key.file.resolveSibling(""));
        var secret = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, comment, encryption(ssh), secret);
        write(key.file, secret.toByteArray(), OWNERS);
        try {
            write(publicFile(key.file), (key.publicLine + "\n").getBytes(StandardCharsets.UTF_8), EVERYBODYS);
        } catch (IOException e) {
            Files.deleteIfExists(key.file);
            throw e;
        }
    }

    /** Leaves one that is there, and its permissions, to whoever made it. */
    private static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNERS_FOLDER)));
        } catch (FileAlreadyExistsException e) {
            throw new IOException(e.getFile() + " is not a folder", e);
        }
    }

    /** Without a password, MINA encrypts nothing. */
    private static OpenSSHKeyEncryptionContext encryption(SshSpec ssh) {
        var encryption = new OpenSSHKeyEncryptionContext();
        encryption.setCipherType("256");
        ssh.passphrase().map(Secret::reveal).ifPresent(encryption::setPassword);
        return encryption;
    }

    /** Made with its permissions, so that it is never open to others, not for a moment; never in the place of another. */
    private static void write(Path file, byte[] content, String permissions) throws IOException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        try (var channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
            try {
                var rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        }
    }

    /** The public half by the private one, which is what counts: {@code .pub} may be missing, or another's. */
    private static DeployKey existing(SshSpec ssh, String comment) throws DeployException {
        try {
            return told(ssh.keyFile(), SshKey.read(ssh, MAKING).getPublic(), comment, false);
        } catch (DeployException e) {
            throw new DeployException(
                    Blame.YOURS,
                    ssh.keyFile() + " is there already, and was left as it is; its public half cannot be shown: "
                            + e.failure().what(),
                    e.failure().next(),
                    e);
        }
    }

    private static DeployException orphan(Path beside, Path file) {
        return new DeployException(
                Blame.YOURS,
                beside + " is there already, and was left as it is; the private half " + file + " is not there",
                "put the private half there, or move that one away: mv " + beside + " " + beside + ".old");
    }

    private static DeployKey told(Path file, PublicKey key, String comment, boolean isNew) {
        return new DeployKey(file, PublicKeyEntry.toString(key) + " " + comment, KeyUtils.getFingerPrint(key), isNew);
    }

    private static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    /** Java's message for a file that may not be used is its bare name. */
    private static String reason(Exception e) {
        return e instanceof AccessDeniedException
                ? "no permission for " + e.getMessage()
                : String.valueOf(e.getMessage());
    }
}
