import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Takes the signatures out of the jars in a folder, and has an SBOM tell what they are then. Maven has checked what it fetched;
 * from then on a signature only costs: the JVM keeps the digest of each class of a signed jar in its heap, and puts none of them
 * into its archive of classes. The same jar gives the same bytes.
 *
 * <p>Usage: {@code java Unsigned.java FOLDER BOM.json}
 */
final class Unsigned {
    private static final List<String> DIGESTS =
            List.of("MD5", "SHA-1", "SHA-256", "SHA-512", "SHA-384", "SHA3-256", "SHA3-384", "SHA3-512");

    private Unsigned() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        var bom = Path.of(args[1]);
        var told = Files.readString(bom);
        try (var jars = Files.newDirectoryStream(Path.of(args[0]), "*.jar")) {
            for (var jar : jars) {
                if (isSigned(jar)) {
                    var before = Files.readAllBytes(jar);
                    Files.write(jar, without(jar));
                    told = retold(told, before, Files.readAllBytes(jar));
                }
            }
        }
        Files.writeString(bom, told);
    }

    private static boolean isSigned(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile(), false)) {
            return file.stream().anyMatch(entry -> isSignature(entry.getName()));
        }
    }

    private static boolean isSignature(String name) {
        return name.matches("(?i)META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    }

    private static byte[] without(Path jar) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var from = new JarFile(jar.toFile(), false);
                var into = new ZipOutputStream(bytes)) {
            for (var entries = from.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                if (!isSignature(entry.getName())) {
                    var copy = new ZipEntry(entry.getName());
                    copy.setTimeLocal(entry.getTimeLocal());
                    into.putNextEntry(copy);
                    try (var content = from.getInputStream(entry)) {
                        copy(entry.getName(), content, into);
                    }
                    into.closeEntry();
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void copy(String name, InputStream content, OutputStream into) throws IOException {
        if (name.equals(JarFile.MANIFEST_NAME)) {
            var manifest = new Manifest(content);
            manifest.getEntries().clear();
            var text = new ByteArrayOutputStream();
            manifest.write(text);
            into.write(text.toByteArray());
        } else {
            content.transferTo(into);
        }
    }

    private static String retold(String bom, byte[] before, byte[] now) throws GeneralSecurityException {
        for (var algorithm : DIGESTS) {
            bom = bom.replace(digest(algorithm, before), digest(algorithm, now));
        }
        if (!bom.contains(digest("SHA-256", now))) {
            throw new IllegalStateException("the SBOM does not tell the SHA-256 of each jar");
        }
        return bom;
    }

    private static String digest(String algorithm, byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    }
}
