package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Secret;
import dev.slipway.model.SshSpec;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key pair is made once, and is nobody's but its owner's. */
class DeployKeyTest {
    @TempDir
    Path folder;

    @Test
    void thePrivateHalfIsItsOwnersAlone() throws Exception {
        var key = DeployKey.at(ssh("data/keys/web"), "slipway-web");
        assertTrue(key.isNew());
        assertEquals("rw-------", mode("data/keys/web"));
        assertEquals("rw-r--r--", mode("data/keys/web.pub"));
        assertEquals("rwx------", mode("data/keys"));
        assertEquals("rwx------", mode("data"));
        assertEquals(key.publicLine() + "\n", Files.readString(folder.resolve("data/keys/web.pub")));
        assertTrue(key.publicLine().matches("ssh-ed25519 [A-Za-z0-9+/=]+ slipway-web"), key.publicLine());
        assertTrue(key.fingerprint().startsWith("SHA256:"), key.fingerprint());
    }

    @Test
    void aFolderThatIsThereKeepsItsMode() throws Exception {
        Files.createDirectory(
                folder.resolve("keys"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        assertTrue(DeployKey.at(ssh("keys/web"), "slipway-web").isNew());
        assertEquals("rwxr-xr-x", mode("keys"));
    }

    @Test
    void aKeyThatIsThereIsLeftAsItIsAndToldAgain() throws Exception {
        var first = DeployKey.at(ssh("web"), "slipway-web");
        var before = Files.readString(first.file());
        Files.delete(folder.resolve("web.pub"));
        var second = DeployKey.at(ssh("web"), "slipway-web");
        assertFalse(second.isNew());
        assertEquals(first.publicLine(), second.publicLine());
        assertEquals(first.fingerprint(), second.fingerprint());
        assertEquals(before, Files.readString(first.file()));
        assertFalse(Files.exists(folder.resolve("web.pub")));
    }

    @Test
    void noTwoKeysAreTheSame() throws Exception {
        assertFalse(DeployKey.at(ssh("a"), "x")
                .publicLine()
                .equals(DeployKey.at(ssh("b"), "x").publicLine()));
    }

    @Test
    void aFileThatIsNoKeyIsLeftAsItIs() throws Exception {
        Files.writeString(folder.resolve("web"), "notes");
        Files.setPosixFilePermissions(folder.resolve("web"), PosixFilePermissions.fromString("rw-------"));
        var e = refused("web");
        assertTrue(e.getMessage().contains(folder.resolve("web") + " is there already"), e.getMessage());
        assertEquals("notes", Files.readString(folder.resolve("web")));
        assertFalse(Files.exists(folder.resolve("web.pub")));
    }

    @Test
    void aPublicHalfAloneIsLeftAsItIs() throws Exception {
        Files.writeString(folder.resolve("web.pub"), "ssh-ed25519 AAAA mine\n");
        var e = refused("web");
        assertTrue(e.getMessage().contains(folder.resolve("web.pub") + " is there already"), e.getMessage());
        assertEquals("ssh-ed25519 AAAA mine\n", Files.readString(folder.resolve("web.pub")));
        assertFalse(Files.exists(folder.resolve("web")));
    }

    @Test
    void aLinkIntoNowhereIsNotFollowed() throws Exception {
        Files.createSymbolicLink(folder.resolve("web"), folder.resolve("elsewhere"));
        assertEquals(Blame.YOURS, refused("web").failure().blame());
        assertTrue(Files.exists(folder.resolve("web"), LinkOption.NOFOLLOW_LINKS));
        assertFalse(Files.exists(folder.resolve("elsewhere")));
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsSaid() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        var e = assertThrows(DeployException.class, () -> DeployKey.at(ssh("file/web"), "slipway-web"));
        assertEquals(Blame.HOST, e.failure().blame());
        assertTrue(e.getMessage().contains(folder.resolve("file") + " is not a folder"), e.getMessage());
        assertTrue(e.failure().next().contains("git.ssh_key_file"), e.failure().next());
    }

    @Test
    void aKeyWithAPassphraseIsEncrypted() throws Exception {
        var locked =
                new SshSpec(folder.resolve("web"), Optional.of(new Secret("sesame")), folder.resolve("known_hosts"));
        var key = DeployKey.at(locked, "slipway-web");
        assertEquals(key.publicLine(), DeployKey.at(locked, "slipway-web").publicLine());
        var e = refused("web");
        assertTrue(e.getMessage().contains("is encrypted"), e.getMessage());
    }

    private DeployException refused(String name) {
        var e = assertThrows(DeployException.class, () -> DeployKey.at(ssh(name), "slipway-web"));
        assertEquals(Blame.YOURS, e.failure().blame());
        return e;
    }

    private SshSpec ssh(String name) {
        return new SshSpec(folder.resolve(name), Optional.empty(), folder.resolve("known_hosts"));
    }

    private String mode(String name) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }
}
