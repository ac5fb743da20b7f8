package dev.slipway.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * SQLite's library in machine code. The driver unpacks it into the folder for temporary files and deletes it when the process ends
 * in good order: each one that is killed would leave a megabyte there. Once loaded, it needs no file any more.
 */
final class NativeLibrary {
    private static final String FOLDER = "org.sqlite.tmpdir";
    private static final String BY_HAND = "org.sqlite.lib.path";

    private static boolean loaded;

    private NativeLibrary() {}

    /** Once a process; where a person has said where the library lies, nothing is unpacked or deleted. */
    static synchronized void load() throws IOException {
        if (loaded || System.getProperty(FOLDER) != null || System.getProperty(BY_HAND) != null) {
            return;
        }
        var folder = Files.createTempDirectory("slipway-sqlite");
        System.setProperty(FOLDER, folder.toString());
        // The first connection of a process, to whatever, has the driver load it.
        try (var unused = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            loaded = true;
        } catch (SQLException e) {
            throw new IOException("SQLite's library cannot be loaded from " + folder + ": " + e.getMessage(), e);
        } finally {
            System.clearProperty(FOLDER);
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
