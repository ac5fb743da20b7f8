package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Docker Compose, wherever it is on this machine: in the folders where Docker's command line looks for its plugins, which need not
 * be here itself, or as {@code docker-compose} on the PATH.
 */
final class ComposePlugin {
    /** By docker/cli, in its order. */
    static final List<Path> SYSTEM_FOLDERS = List.of(
            Path.of("/usr/local/lib/docker/cli-plugins"),
            Path.of("/usr/local/libexec/docker/cli-plugins"),
            Path.of("/usr/lib/docker/cli-plugins"),
            Path.of("/usr/libexec/docker/cli-plugins"));

    static final String INSTALL =
            "install it: docker-compose-plugin from Docker's own packages, docker-compose of Debian 13 or newer,"
                    + " docker-compose-v2 of Ubuntu, Container Manager of a Synology; or put its program to"
                    + " ~/.docker/cli-plugins/docker-compose of the user that runs Slipway";

    private static final String NAME = "docker-compose";
    private static final int OLDEST_MAJOR = 2;
    private static final Pattern VERSION = Pattern.compile("v?(\\d{1,4})\\.[0-9A-Za-z.+~-]*");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Map<String, String> env;
    private final List<Path> systemFolders;
    private Optional<Found> known = Optional.empty();

    ComposePlugin(Map<String, String> env, List<Path> systemFolders) {
        this.env = Map.copyOf(env);
        this.systemFolders = List.copyOf(systemFolders);
    }

    /**
     * What was found.
     *
     * @param changed when its file was, in milliseconds: another one may have come since
     */
    record Found(Path program, String version, long changed) {}

    /**
     * Looks for it, and asks what was found for its version.
     *
     * @throws DeployException HOST if there is none, or only one that is too old
     */
    synchronized Found find() throws DeployException, InterruptedException {
        if (known.filter(ComposePlugin::isStill).isPresent()) {
            return known.get();
        }
        var tooOld = new ArrayList<String>();
        for (var folder : folders()) {
            var program = folder.resolve(NAME);
            if (!Files.isExecutable(program) || Files.isDirectory(program)) {
                continue;
            }
            var version = version(program);
            var major = version.map(VERSION::matcher)
                    .filter(matcher -> matcher.matches())
                    .map(matcher -> Integer.parseInt(matcher.group(1)))
                    .orElse(0);
            if (major >= OLDEST_MAJOR) {
                known = Optional.of(new Found(program, version.orElseThrow(), changed(program)));
                return known.get();
            }
            tooOld.add(program + version.map(it -> " is " + it).orElse(" does not tell its version"));
        }
        throw new DeployException(
                Blame.HOST,
                "Docker Compose 2 or newer is needed, and not here"
                        + (tooOld.isEmpty() ? "" : ": " + String.join(", ", tooOld)),
                INSTALL);
    }

    private List<Path> folders() {
        var own = Optional.ofNullable(env.get("DOCKER_CONFIG"))
                .map(Path::of)
                .or(() -> Optional.ofNullable(env.get("HOME")).map(home -> Path.of(home, ".docker")));
        var path = Stream.of(env.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
        return Stream.of(own.stream().map(it -> it.resolve("cli-plugins")), systemFolders.stream(), path)
                .flatMap(each -> each)
                .toList();
    }

    private static boolean isStill(Found found) {
        return changed(found.program()) == found.changed();
    }

    /** 0 where it is gone. */
    private static long changed(Path program) {
        try {
            return Files.getLastModifiedTime(program).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Empty where it does not tell, as a program of another kind. */
    private Optional<String> version(Path program) throws InterruptedException {
        try {
            var builder = new ProcessBuilder(program.toString(), "version", "--short")
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            ComposeCommand.clean(builder.environment(), env);
            var process = builder.start();
            try {
                process.getOutputStream().close();
                if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                    return Optional.empty();
                }
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .findFirst()
                        .map(String::strip);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
