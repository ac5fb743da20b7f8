package dev.slipway.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** Why a process may not use the engine's socket, and what lets it: the socket's group differs from machine to machine. */
final class SocketRights {
    private final Path socket;
    private final boolean inContainer;

    SocketRights(Path socket, boolean inContainer) {
        this.socket = socket;
        this.inContainer = inContainer;
    }

    /** Whose it is, such as {@code "it belongs to user 0 and group 999, rw-rw----"}; empty where that cannot be seen. */
    String words() {
        try {
            var attributes = Files.readAttributes(socket, PosixFileAttributes.class);
            return "it belongs to user " + Files.getAttribute(socket, "unix:uid") + " and group " + group() + ", "
                    + PosixFilePermissions.toString(attributes.permissions());
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /** The next step. In a container, names of groups mean nothing: it is the number that the host's engine must be given. */
    String cure() {
        try {
            if (!Files.getPosixFilePermissions(socket).contains(PosixFilePermission.GROUP_WRITE)) {
                return inContainer
                        ? "run the container as the socket's user: user: \"" + Files.getAttribute(socket, "unix:uid")
                                + ":" + group() + "\" in compose.yaml, then make it anew (docker compose up -d)"
                        : "run Slipway as root, or let Docker give its socket to a group (\"group\" in"
                                + " /etc/docker/daemon.json)";
            }
            if (inContainer) {
                return "give the container the socket's group: group_add: [\"" + group()
                        + "\"] in compose.yaml (DOCKER_GID=" + group()
                        + " in the .env of Slipway's own), or --group-add "
                        + group() + "; then make it anew (docker compose up -d)";
            }
            return "add the user that runs Slipway to the socket's group (usermod -aG "
                    + Files.readAttributes(socket, PosixFileAttributes.class)
                            .group()
                            .getName()
                    + " USER), then start it anew";
        } catch (IOException | UnsupportedOperationException e) {
            return "let the user that runs Slipway use the socket";
        }
    }

    private Object group() throws IOException {
        return Files.getAttribute(socket, "unix:gid");
    }
}
