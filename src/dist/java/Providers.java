import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes out of a runtime's {@code java.security} the security providers that it does not have. For each of those the JVM would
 * look through all jars, and make every provider that it finds there, to see whether that is the one.
 *
 * <p>Usage: {@code java --limit-modules MODULES Providers FILE}, on the JDK that the runtime is linked of
 */
final class Providers {
    /** The runtime knows these by itself. */
    private static final Set<String> BUILT_IN = Set.of("SUN", "SunRsaSign", "SunEC", "SunJSSE", "SunJCE");

    private Providers() {}

    public static void main(String[] args) throws IOException {
        var file = Path.of(args[0]);
        var there = new TreeSet<>(BUILT_IN);
        ServiceLoader.load(ModuleLayer.boot(), Provider.class).forEach(provider -> there.add(provider.getName()));
        var lines = new ArrayList<String>();
        var number = 0;
        for (var line : Files.readAllLines(file)) {
            if (!line.matches("security\\.provider\\.\\d+=.*")) {
                lines.add(line);
            } else if (there.contains(line.replaceFirst(".*?=(\\S+).*", "$1"))) {
                lines.add("security.provider." + ++number + line.substring(line.indexOf('=')));
            }
        }
        if (number < BUILT_IN.size()) {
            throw new IllegalStateException("of the built-in providers, " + file + " names " + number + " only");
        }
        Files.write(file, lines);
    }
}
