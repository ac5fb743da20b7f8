package dev.slipway.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process can see of the container that it runs in; only the engine can tell whether it is one of its own.
 *
 * @param ids full ids, the likeliest first; empty for a process that runs in no container
 * @param hostNames a host name that has the form of a short id, as Docker gives by default; proves nothing by itself
 */
record ContainerTraces(List<String> ids, List<String> hostNames) {
    /** Files that engines mount into every container, from a folder that bears its id. */
    private static final Set<String> MOUNTED = Set.of("/etc/hostname", "/etc/hosts", "/etc/resolv.conf");

    private static final Pattern FULL_ID = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");
    private static final Pattern SHORT_ID = Pattern.compile("[0-9a-f]{12}");
    /** Fields of /proc/PID/mountinfo, as proc(5) counts them from 1. */
    private static final int ROOT = 4;

    private static final int MOUNT_POINT = 5;

    ContainerTraces {
        ids = List.copyOf(ids);
        hostNames = List.copyOf(hostNames);
    }

    /**
     * Reads what there is.
     *
     * @param root of the file system, {@code /} except in tests
     */
    static ContainerTraces under(Path root) {
        var ids = new LinkedHashSet<String>();
        // The mounts belong to whoever owns the network, and only that container can join another one: they come first.
        for (var line : lines(root.resolve("proc/self/mountinfo"))) {
            var fields = line.split(" ", -1);
            if (fields.length >= MOUNT_POINT && MOUNTED.contains(fields[MOUNT_POINT - 1])) {
                ids.addAll(fullIds(fields[ROOT - 1]));
            }
        }
        for (var line : lines(root.resolve("proc/self/cgroup"))) {
            ids.addAll(fullIds(line));
        }
        var hostNames = lines(root.resolve("etc/hostname")).stream()
                .filter(name -> SHORT_ID.matcher(name).matches())
                .toList();
        return new ContainerTraces(new ArrayList<>(ids), hostNames);
    }

    /** All of them, the likeliest first. */
    List<String> candidates() {
        return Stream.concat(ids.stream(), hostNames.stream()).toList();
    }

    private static List<String> fullIds(String text) {
        return FULL_ID.matcher(text).results().map(each -> each.group()).toList();
    }

    /** Another operating system has no such files, and then no such containers either. */
    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
