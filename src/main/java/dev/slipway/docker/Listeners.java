package dev.slipway.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which program of this machine listens on a port, as Linux tells in {@code /proc/net} and the programs' open files. One whose
 * open files another user may not see has no name.
 */
final class Listeners {
    private static final Map<String, List<String>> TABLES =
            Map.of("tcp", List.of("net/tcp", "net/tcp6"), "udp", List.of("net/udp", "net/udp6"));
    /** TCP_LISTEN; a UDP socket that is bound has 07. */
    private static final Map<String, String> LISTENS = Map.of("tcp", "0A", "udp", "07");

    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int HEX = 16;

    private final Path proc;

    /** @param proc {@code /proc}, except in tests */
    Listeners(Path proc) {
        this.proc = proc;
    }

    /** The program, in words; empty if nobody listens, or this system has no such tables. */
    Optional<String> on(int port, String protocol) {
        for (var table : TABLES.getOrDefault(protocol, List.of())) {
            for (var line : lines(proc.resolve(table))) {
                var fields = line.strip().split("\\s+", -1);
                if (fields.length > INODE
                        && fields[STATE].toUpperCase(Locale.ROOT).equals(LISTENS.get(protocol))
                        && port(fields[LOCAL_ADDRESS]) == port) {
                    return Optional.of(owner(fields[INODE]));
                }
            }
        }
        return Optional.empty();
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), HEX);
    }

    private String owner(String inode) {
        var link = "socket:[" + inode + "]";
        try (var processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (var process : processes) {
                if (holds(process, link)) {
                    return name(process) + " (process " + process.getFileName() + ")";
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return "another program";
        }
        return "another program";
    }

    private static boolean holds(Path process, String link) {
        try (var files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var file : files) {
                if (Files.readSymbolicLink(file).toString().equals(link)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false; // It ended meanwhile, or is another user's.
        }
        return false;
    }

    private static String name(Path process) {
        return lines(process.resolve("comm")).stream().findFirst().orElse("a program");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // A process that ended meanwhile.
        }
    }
}
