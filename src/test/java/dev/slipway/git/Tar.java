package dev.slipway.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What is in a tar, in the order in which it is there. */
record Tar(Map<String, TarArchiveEntry> entries, Map<String, String> contents) {
    /** Reads the whole of it into memory. */
    static Tar read(byte[] bytes) throws IOException {
        var entries = new LinkedHashMap<String, TarArchiveEntry>();
        var contents = new LinkedHashMap<String, String>();
        try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes), UTF_8.name())) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), entry);
                if (entry.isFile()) {
                    contents.put(entry.getName(), new String(tar.readAllBytes(), UTF_8));
                }
            }
        }
        return new Tar(entries, contents);
    }

    /** Names of files and links; {@code folder/} for folders. */
    SortedSet<String> names() {
        return new TreeSet<>(entries.keySet());
    }
}
