package dev.slipway.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A Docker engine on another machine, as seen from here: in a network of its own, which is on one wire with this one, and at an
 * address that is none of ours. It listens at its socket, and at that address with mutual TLS. Needs root, as does every test with a
 * real engine.
 */
public final class FarEngine implements Machine, AutoCloseable {
    private static final int PORT = 2376;
    private static final int NAME_DIGITS = 6;
    private static final int NETWORKS = 250;

    private final String link;
    private final String address;
    private final TlsFiles tls;
    private final PrivateEngine engine;

    private FarEngine(Path folder) {
        // A network's number by chance: tests of several working copies may run on one machine.
        var digits = UUID.randomUUID().toString().substring(0, NAME_DIGITS);
        var network = "10.98." + (1 + Integer.parseInt(digits.substring(0, 4), 16) % NETWORKS);
        link = "slipway-" + digits;
        address = network + ".2";
        tls = TlsFiles.of(folder.resolve("tls"), "ca");
        tls.server("server", address);
        tls.client("client");
        engine = PrivateEngine.start(folder, folder.resolve("data"), program());
        var own = engine.namespace();
        ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", own);
        ip("addr", "add", network + ".1/24", "dev", link);
        ip("link", "set", link, "up");
        ip("-n", own, "addr", "add", address + "/24", "dev", "eth0");
        ip("-n", own, "link", "set", "eth0", "up");
    }

    /** @param folder short, since a socket's path is short */
    public static FarEngine start(Path folder) {
        return new FarEngine(folder);
    }

    private List<String> program() {
        return Command.concat(
                List.of("dockerd", "--host", "tcp://0.0.0.0:" + PORT, "--tlsverify"),
                List.of(
                        "--tlscacert",
                        tls.certificate("ca").toString(),
                        "--tlscert",
                        tls.certificate("server").toString(),
                        "--tlskey",
                        tls.key("server").toString()));
    }

    /** Its authority, which has signed {@code server} and {@code client}. */
    public TlsFiles tls() {
        return tls;
    }

    /** At which its published ports are reached from here. */
    public String address() {
        return address;
    }

    /** Where it is reached with TLS. */
    public String tcpUrl() {
        return "tcp://" + address + ":" + PORT;
    }

    /** What stands behind its name in the configuration. */
    public String settings() {
        return "{host: \"" + tcpUrl() + "\", ca_file: " + tls.certificate("ca") + ", cert_file: "
                + tls.certificate("client") + ", key_file: " + tls.key("client") + "}";
    }

    /** Its socket, for a test to look from outside. */
    @Override
    public String engineUrl() {
        return engine.engineUrl();
    }

    @Override
    public boolean sharesLoopback() {
        return false;
    }

    @Override
    public List<String> inside(List<String> command) {
        return engine.inside(command);
    }

    @Override
    public String get(int port, String path) throws IOException {
        return engine.get(port, path);
    }

    /** As a power cut. */
    public void kill9() {
        engine.kill9();
    }

    /** After {@link #kill9}; returns when it answers. */
    public void startAgain() {
        engine.startAgain();
    }

    @Override
    public void close() {
        engine.close();
        // The wire goes with the network at its other end; one that was never laid is no failure.
        Command.run(List.of("ip", "link", "delete", link), Map.of());
    }

    private static void ip(String... arguments) {
        Command.run(Command.concat(List.of("ip"), List.of(arguments)), Map.of()).expecting(0);
    }
}
