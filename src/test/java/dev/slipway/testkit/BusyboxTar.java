package dev.slipway.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** The root file system of an image that is imported, not pulled: this machine's busybox, and links to it. */
public final class BusyboxTar {
    private static final int EXECUTABLE_FILE = 0100755;

    private BusyboxTar() {}

    /** {@code /bin/busybox}, and in {@code /bin} each of these under its own name. */
    public static byte[] with(List<String> applets) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            var content = Files.readAllBytes(Path.of("/bin/busybox"));
            var program = new TarArchiveEntry("bin/busybox");
            program.setMode(EXECUTABLE_FILE);
            program.setSize(content.length);
            tar.putArchiveEntry(program);
            tar.write(content);
            tar.closeArchiveEntry();
            for (var applet : applets) {
                var link = new TarArchiveEntry("bin/" + applet, TarConstants.LF_SYMLINK);
                link.setLinkName("busybox");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
