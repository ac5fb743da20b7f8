package dev.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A swarm of three engines on this machine, each in a network of its own, on one wire with each other and with a registry. The first
 * is the manager. Needs root, iproute2 and Debian's {@code docker-registry}; all of it goes when it is closed.
 */
public final class ThreeNodes implements AutoCloseable {
    /** Host and port of the registry, as in an image's name; every node takes from it without TLS. */
    public static final String REGISTRY = "10.99.0.1:5000";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NODES = 3;
    private static final int NAME_DIGITS = 8;
    /** A node that is silent for three beats is down; by default that takes 15 s. */
    private static final String HEARTBEAT = "1s";

    private final Path folder;
    private final String wire = "slipway-wire-" + UUID.randomUUID().toString().substring(0, NAME_DIGITS);
    private final List<PrivateEngine> nodes = new ArrayList<>();
    private final Process registry;

    private ThreeNodes(Path folder) throws IOException {
        this.folder = folder;
        ip("netns", "add", wire);
        ip("-n", wire, "link", "set", "lo", "up");
        ip("-n", wire, "link", "add", "bridge", "type", "bridge");
        ip("-n", wire, "addr", "add", "10.99.0.1/24", "dev", "bridge");
        ip("-n", wire, "link", "set", "bridge", "up");
        registry = startRegistry();
    }

    /**
     * Starts them, and returns when all three are ready.
     *
     * @param folder short, since a socket's path is short
     */
    public static ThreeNodes start(Path folder) throws IOException {
        var swarm = new ThreeNodes(folder);
        try {
            for (int number = 1; number <= NODES; number++) {
                swarm.add(number);
            }
            swarm.join();
            return swarm;
        } catch (AssertionError | RuntimeException e) {
            swarm.close();
            throw e;
        }
    }

    private void add(int number) {
        var home = folder.resolve("node" + number);
        var program = List.of(
                "unshare",
                "--uts",
                "sh",
                "-c",
                "hostname node" + number + "; exec dockerd --insecure-registry " + REGISTRY + " \"$@\"",
                "dockerd");
        var engine = PrivateEngine.start(home, home.resolve("data"), program);
        nodes.add(engine);
        var own = engine.namespace();
        ip("-n", wire, "link", "add", link(number), "type", "veth", "peer", "name", "eth0", "netns", own);
        ip("-n", wire, "link", "set", link(number), "master", "bridge", "up");
        ip("-n", own, "addr", "add", address(number) + "/24", "dev", "eth0");
        ip("-n", own, "link", "set", "eth0", "up");
    }

    private void join() {
        manager().docker("swarm", "init", "--advertise-addr", address(1), "--dispatcher-heartbeat", HEARTBEAT);
        var token = manager().docker("swarm", "join-token", "--quiet", "worker");
        for (int number = 2; number <= NODES; number++) {
            node(number).docker("swarm", "join", "--token", token, address(1) + ":2377");
        }
        awaitReady(NODES);
    }

    /** Waits until so many nodes are ready. */
    public void awaitReady(int count) {
        Await.until(
                count + " nodes are ready",
                PATIENCE,
                () -> manager().docker("node", "ls", "--format", "{{.Hostname}} {{.Status}}"),
                list -> list.lines().filter(line -> line.endsWith(" Ready")).count() == count);
    }

    /** The engine that is spoken to. */
    public PrivateEngine manager() {
        return node(1);
    }

    /** From 1. */
    public PrivateEngine node(int number) {
        return nodes.get(number - 1);
    }

    /** Ends a node as a power cut does: nobody reaches it, nor what runs on it. */
    public void cutOff(int number) {
        node(number).kill9();
        ip("-n", wire, "link", "set", link(number), "down");
    }

    /** After {@link #cutOff}; returns when it is ready again. */
    public void bringBack(int number) {
        ip("-n", wire, "link", "set", link(number), "up");
        node(number).startAgain();
        awaitReady(NODES);
    }

    @Override
    public void close() {
        // The manager last, or the others have nobody to leave.
        for (var node : nodes.reversed()) {
            Command.run(List.of("docker", "--host", node.engineUrl(), "swarm", "leave", "--force"), Map.of());
            node.close();
        }
        registry.destroy();
        registry.onExit().join();
        ip("netns", "delete", wire);
    }

    private static String link(int number) {
        return "node" + number;
    }

    private static String address(int number) {
        return "10.99.0." + (10 + number);
    }

    private Process startRegistry() {
        var config = folder.resolve("registry.yml");
        try {
            Files.writeString(config, """
                    version: 0.1
                    log: {level: error}
                    storage: {filesystem: {rootdirectory: %s}}
                    http: {addr: "%s"}
                    """.formatted(folder.resolve("registry"), REGISTRY));
            var process = new ProcessBuilder(onTheWire("docker-registry", "serve", config.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("registry.log").toFile())
                    .start();
            Await.until(
                    "the registry answers",
                    PATIENCE,
                    () -> Command.run(onTheWire("curl", "--silent", "--fail", "http://" + REGISTRY + "/v2/"), Map.of())
                                    .exit()
                            == 0);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> onTheWire(String... command) {
        return Command.concat(List.of("nsenter", "--net=/run/netns/" + wire), List.of(command));
    }

    private static void ip(String... arguments) {
        Command.run(Command.concat(List.of("ip"), List.of(arguments)), Map.of()).expecting(0);
    }
}
