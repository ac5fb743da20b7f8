package dev.slipway.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which process of this machine listens on a TCP port, as far as {@code /proc} lets us see. */
final class HostPorts {
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int HEX = 16;

    private final Path proc;

    HostPorts(Path proc) {
        this.proc = proc;
    }

    /** Such as {@code process 4711 (nginx)}; empty if none listens, or if it may not be looked at. */
    Optional<String> holder(int port) {
        var sockets = sockets(port);
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (var processes = Files.list(proc)) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> holdsOne(process, sockets))
                    .findFirst()
                    .map(HostPorts::describe);
        } catch (IOException | UncheckedIOException ignored) {
            return Optional.empty(); // only a hint in a message is lost
        }
    }

    private Set<String> sockets(int port) {
        var sockets = new HashSet<String>();
        for (var table : List.of("net/tcp", "net/tcp6")) {
            try {
                for (var line : Files.readAllLines(proc.resolve(table))) {
                    var columns = line.strip().split("\\s+", -1);
                    if (columns.length > INODE
                            && columns[STATE].equals(LISTENING)
                            && portOf(columns[LOCAL_ADDRESS]) == port) {
                        sockets.add("socket:[" + columns[INODE] + "]");
                    }
                }
            } catch (IOException ignored) {
                // A machine without IPv6 has one table, one that is no Linux none.
            }
        }
        return sockets;
    }

    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), HEX);
    }

    private static boolean holdsOne(Path process, Set<String> sockets) {
        try (var files = Files.list(process.resolve("fd"))) {
            return files.anyMatch(file -> sockets.contains(target(file)));
        } catch (IOException | UncheckedIOException ignored) {
            return false; // gone meanwhile, or another user's
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException ignored) {
            return ""; // closed meanwhile
        }
    }

    private static String describe(Path process) {
        var pid = "process " + process.getFileName();
        try {
            return pid + " (" + Files.readString(process.resolve("comm")).strip() + ")";
        } catch (IOException ignored) {
            return pid; // ended meanwhile
        }
    }
}
