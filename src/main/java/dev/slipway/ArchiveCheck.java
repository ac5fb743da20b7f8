package dev.slipway;

import dev.slipway.deploy.Check;
import dev.slipway.model.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process maps the archive of classes that its launcher named. A JVM that cannot use it says nothing and takes twice the
 * memory: the archive knows the jars by size and time, and a copy of the folder may have given them others.
 */
record ArchiveCheck(Path archive, Path process) implements Check {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveCheck.class);
    private static final String OPTION = "-XX:SharedArchiveFile=";

    /**
     * Empty for a process that was started without one, as from a checkout.
     *
     * @param process where the kernel tells of it, such as {@code /proc/self}
     */
    static Optional<Check> of(Path process) {
        try (var arguments =
                Stream.of(Files.readString(process.resolve("cmdline")).split("\0"))) {
            return arguments
                    .filter(argument -> argument.startsWith(OPTION))
                    .map(argument -> Path.of(argument.substring(OPTION.length())))
                    .<Check>map(archive -> new ArchiveCheck(archive, process))
                    .findFirst();
        } catch (IOException e) {
            LOG.debug("this system does not tell how a process was started: {}", e.toString());
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return "java";
    }

    @Override
    public List<Finding> look() {
        try (var mapped = Files.lines(process.resolve("maps"))) {
            if (!Files.exists(archive)) {
                return List.of(
                        risk("is not there", "run the tarball's install, which makes it, or unpack the tarball anew"));
            }
            var real = archive.toRealPath().toString();
            return List.of(
                    mapped.anyMatch(line -> line.endsWith(" " + real))
                            ? Finding.well("the archive of Slipway's classes is in use")
                            : risk(
                                    "does not fit the jars beside it",
                                    "unpack the tarball anew; a copy of the folder must keep the files' times (cp -a)"));
        } catch (IOException e) {
            return List.of(Finding.note(
                    "whether the archive of Slipway's classes is in use cannot be told: " + e.getMessage(),
                    "an agent without it takes about 100 MB instead of 50",
                    ""));
        }
    }

    private Finding risk(String what, String next) {
        return Finding.risk(
                "the archive of Slipway's classes, " + archive + ", " + what,
                "an agent without it takes about 100 MB instead of 50, and commands take longer",
                next);
    }
}
