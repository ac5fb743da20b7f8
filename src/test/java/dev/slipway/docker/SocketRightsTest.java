package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.DockerHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a socket that refuses names the group that this machine's has. */
class SocketRightsTest {
    @TempDir
    Path folder;

    private Path socket;
    private Object group;

    @BeforeEach
    void make() throws Exception {
        socket = Files.createFile(folder.resolve("docker.sock"));
        allow("rw-rw----");
        group = Files.getAttribute(socket, "unix:gid");
    }

    @Test
    void inAContainerTheCureIsTheNumberOfTheGroup() {
        var rights = new SocketRights(socket, true);
        assertEquals("it belongs to user " + uid() + " and group " + group + ", rw-rw----", rights.words());
        assertTrue(rights.cure().contains("group_add: [\"" + group + "\"]"), rights.cure());
        assertTrue(rights.cure().contains("--group-add " + group), rights.cure());
    }

    @Test
    void onTheHostTheCureIsTheNameOfTheGroup() throws Exception {
        var name =
                Files.readAttributes(socket, PosixFileAttributes.class).group().getName();
        var cure = new SocketRights(socket, false).cure();
        assertTrue(cure.contains("usermod -aG " + name + " USER"), cure);
        assertFalse(cure.contains("group_add"), cure);
    }

    @Test
    void noGroupHelpsWhereTheSocketIsItsUsersAlone() throws Exception {
        allow("rw-------");
        var cure = new SocketRights(socket, true).cure();
        assertTrue(cure.contains("user: \"" + uid() + ":" + group + "\""), cure);
        assertFalse(new SocketRights(socket, false).cure().contains("usermod"));
    }

    @Test
    void aSocketThatCannotBeLookedAtIsStillNamed() {
        var rights = new SocketRights(folder.resolve("absent/docker.sock"), true);
        assertEquals("", rights.words());
        assertFalse(rights.cure().isEmpty());
    }

    @Test
    void aRefusalOfTheSocketSaysWhoseItIs() {
        var failure = new EngineErrors(DockerHost.at(URI.create("unix://" + socket)))
                .failure("list the containers", new IOException("connect: Permission denied"))
                .failure();
        assertEquals(Blame.HOST, failure.blame());
        assertTrue(
                failure.what()
                        .startsWith("could not list the containers: permission denied on unix://" + socket
                                + ", which this user may not use: it belongs to user "),
                failure.what());
    }

    private Object uid() {
        try {
            return Files.getAttribute(socket, "unix:uid");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void allow(String permissions) throws IOException {
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(permissions));
    }
}
