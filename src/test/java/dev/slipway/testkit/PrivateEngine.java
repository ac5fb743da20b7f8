package dev.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A Docker engine of the test's own, with its own socket, data and network, that may be stopped, killed and started again.
 * Needs root, as does every test with a real engine.
 */
public final class PrivateEngine implements Machine, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int GET_SECONDS = 5;
    private static final int NAME_DIGITS = 8;
    private static final int LAST_WORDS = 10;

    private final Path folder;
    private final Path data;
    private final List<String> program;
    private final Optional<String> namespace;
    private Process process;

    private PrivateEngine(Path folder, Path data, List<String> program, Optional<String> namespace) {
        this.folder = folder;
        this.data = data;
        this.program = program;
        this.namespace = namespace;
        namespace.ifPresent(name -> {
            ip("netns", "add", name);
            ip("-n", name, "link", "set", "lo", "up");
        });
        process = launch();
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param folder for its socket, log and state; short, since a socket's path is short
     */
    public static PrivateEngine start(Path folder) {
        return start(folder, folder.resolve("data"));
    }

    /**
     * Starts one that keeps images and containers elsewhere.
     *
     * @param data its data root, such as a file system of the test's own
     */
    public static PrivateEngine start(Path folder, Path data) {
        return start(folder, data, List.of("dockerd"));
    }

    /**
     * Starts another program than this machine's {@code dockerd}.
     *
     * @param program the command that is given dockerd's options
     */
    public static PrivateEngine start(Path folder, Path data, List<String> program) {
        var name = "slipway-" + UUID.randomUUID().toString().substring(0, NAME_DIGITS);
        return start(new PrivateEngine(folder, data, program, Optional.of(name)));
    }

    /** Starts one in the network of this process, which must be one of its own: two engines in one network are in each other's way. */
    public static PrivateEngine startInThisNetwork(Path folder) {
        return start(new PrivateEngine(folder, folder.resolve("data"), List.of("dockerd"), Optional.empty()));
    }

    private static PrivateEngine start(PrivateEngine engine) {
        try {
            engine.awaitAnswer();
            return engine;
        } catch (AssertionError e) {
            engine.close();
            throw e;
        }
    }

    @Override
    public String engineUrl() {
        return "unix://" + folder.resolve("docker.sock");
    }

    /** Of its network, as iproute2 knows it. */
    String namespace() {
        return namespace.orElseThrow();
    }

    @Override
    public boolean sharesLoopback() {
        return namespace.isEmpty();
    }

    @Override
    public List<String> inside(List<String> command) {
        // Not "ip netns exec", which mounts another /sys, where dockerd finds no cgroups.
        return namespace
                .map(name -> Command.concat(List.of("nsenter", "--net=/run/netns/" + name), command))
                .orElse(command);
    }

    @Override
    public String get(int port, String path) throws IOException {
        var url = "http://127.0.0.1:" + port + path;
        var answer = Command.run(
                inside(List.of("curl", "--silent", "--show-error", "--fail", "--max-time", "" + GET_SECONDS, url)),
                Map.of());
        if (answer.exit() != 0) {
            throw new IOException(answer.said());
        }
        return answer.out().strip();
    }

    /** As systemd stops it: its containers end too. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** As a power cut or the kernel's memory killer would, but its containers live on. */
    public void kill9() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** After {@link #stop} or {@link #kill9}; returns when it answers. */
    public void startAgain() {
        process = launch();
        awaitAnswer();
    }

    public void restart() {
        stop();
        startAgain();
    }

    /** What the engine said, for a failing test. */
    public String log() {
        try {
            return Files.readString(folder.resolve("dockerd.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // Containers outlive a killed engine, and hold its files; only an engine ends them.
        if (!process.isAlive()) {
            startAgain();
        }
        docker("ps", "--all", "--quiet").lines().forEach(id -> docker("rm", "--force", "--volumes", id));
        stop();
        // A swarm mounts its networks, and leaves that behind.
        mountsWithin(folder.resolve("exec"))
                .forEach(mount -> Command.run(List.of("umount", "--lazy", mount), Map.of())
                        .expecting(0));
        // dockerd mounts its data upon itself, and leaves that behind; nothing to unmount is no failure.
        Command.run(List.of("umount", "--lazy", data.toString()), Map.of());
        namespace.ifPresent(name -> ip("netns", "delete", name));
    }

    private static List<String> mountsWithin(Path folder) {
        try {
            return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                    .map(line -> line.split(" ")[1])
                    .filter(mount -> Path.of(mount).startsWith(folder))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        try {
            Files.createDirectories(data);
            // A killed engine leaves its file behind, and the next refuses to start if another process has that id by
            // now.
            Files.deleteIfExists(folder.resolve("docker.pid"));
            var options = List.of(
                    "--host", engineUrl(),
                    "--data-root", data.toString(),
                    "--exec-root", folder.resolve("exec").toString(),
                    "--pidfile", folder.resolve("docker.pid").toString());
            return new ProcessBuilder(inside(Command.concat(program, options)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("dockerd.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer() {
        Await.until(
                "the private engine answers",
                PATIENCE,
                () -> {
                    if (!process.isAlive()) {
                        // On a busy machine its containerd may not be up in time, and it gives up; systemd starts it
                        // again, too.
                        process = launch();
                    }
                    var answer = Command.run(List.of("docker", "--host", engineUrl(), "version"), Map.of());
                    return answer.exit() == 0 ? "" : answer.said() + lastWords();
                },
                String::isEmpty);
    }

    private String lastWords() {
        var lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("dockerd did not end within " + PATIENCE + ":\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while dockerd was ending", e);
        }
    }

    private static void ip(String... arguments) {
        Command.run(Command.concat(List.of("ip"), List.of(arguments)), Map.of()).expecting(0);
    }
}
