package dev.slipway.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The large files of one app that were brought, each under its hash, by which it is checked when it comes and when it goes. */
final class LfsStore {
    private static final Logger LOG = LoggerFactory.getLogger(LfsStore.class);
    private static final int BUFFER_BYTES = 64 * 1024;
    /** Of a name that is cleared away at the next start, should this process be killed. */
    private static final String UNFINISHED = "incoming_";

    private final Path folder;

    LfsStore(Path folder) {
        this.folder = folder;
    }

    /** What came is not what was asked for. */
    static final class WrongContentException extends IOException {
        private static final long serialVersionUID = 1L;

        WrongContentException(String message) {
            super(message);
        }
    }

    boolean has(LfsPointer pointer) throws IOException {
        try {
            return Files.size(file(pointer)) == pointer.size();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Takes a file in; nothing is left of one that breaks off or is another. */
    void put(LfsPointer pointer, InputStream from) throws IOException {
        Files.createDirectories(folder);
        var unfinished = folder.resolve(UNFINISHED + pointer.oid());
        try {
            try (var to = Files.newOutputStream(unfinished)) {
                copy(pointer, from, to);
            }
            Files.move(unfinished, file(pointer), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Gives a file out; one that turns out damaged is removed, so that it is brought anew. */
    void copy(LfsPointer pointer, OutputStream to) throws IOException {
        try (var from = Files.newInputStream(file(pointer))) {
            copy(pointer, from, to);
        } catch (WrongContentException e) {
            Files.deleteIfExists(file(pointer));
            throw e;
        }
    }

    private static void copy(LfsPointer pointer, InputStream from, OutputStream to) throws IOException {
        var digest = sha256();
        var checked = new DigestOutputStream(to, digest);
        var buffer = new byte[BUFFER_BYTES];
        long left = pointer.size();
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            left -= length;
            if (left < 0) {
                break;
            }
            checked.write(buffer, 0, length);
        }
        if (left != 0 || !HexFormat.of().formatHex(digest.digest()).equals(pointer.oid())) {
            throw new WrongContentException("what came for the object " + pointer.abbreviated() + " of Git LFS is "
                    + (left == 0 ? "another file" : left < 0 ? "longer than it" : "shorter than it"));
        }
    }

    /** Removes all others. */
    void keepOnly(Set<String> oids) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                if (!oids.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            // They are in nobody's way but the disk's; the next deployment tries again.
            LOG.warn("objects of Git LFS that no deployment needs could not be removed: {}", e.toString());
        }
    }

    private Path file(LfsPointer pointer) {
        return folder.resolve(pointer.oid());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
