package dev.slipway.docker;

import dev.slipway.SystemTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * A registry on loopback that asks for a password: Debian's {@code docker-registry}, with {@code htpasswd} of apache2-utils.
 * Without these packages it fails, and says so.
 */
final class PrivateRegistry implements AutoCloseable {
    static final String USER = "captain";
    static final String PASSWORD = "right-password";

    private final Path folder;
    private final String host;
    private final Process server;

    PrivateRegistry(Path folder) throws Exception {
        this.folder = folder;
        var port = freePort();
        this.host = "localhost:" + port;
        writePassword();
        var config = Files.writeString(
                folder.resolve("config.yml"), """
                version: 0.1
                log: {level: error}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d"}
                auth: {htpasswd: {realm: test, path: %s}}
                """.formatted(folder.resolve("data"), port, folder.resolve("htpasswd")));
        this.server = start("docker-registry", "serve", config.toString());
        awaitPort(port);
    }

    /** Host and port, as in an image's name. */
    String host() {
        return host;
    }

    /** What {@code docker login} would have written. */
    String loginWith(String password) {
        var auth = Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8));
        return "{\"auths\":{\"" + host + "\":{\"auth\":\"" + auth + "\"}}}";
    }

    /** Puts an image of the engine there, and leaves none of it at the engine. */
    void push(ImagesTestEngine docker, String image, String repository) throws Exception {
        docker.tag(image, host + "/" + repository, "1");
        var json = "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(USER, PASSWORD);
        var header = Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        var said = docker.post(
                "/images/" + host + "/" + repository + "/push?tag=1", Map.of("X-Registry-Auth", header), new byte[0]);
        if (!said.contains("digest: sha256:")) {
            throw new IOException("push failed: " + said);
        }
        docker.untag(host + "/" + repository + ":1");
    }

    @Override
    public void close() {
        server.destroy();
        server.onExit().join();
    }

    private void writePassword() throws Exception {
        var htpasswd = start("htpasswd", "-Bbn", USER, PASSWORD);
        var line = new String(htpasswd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (htpasswd.waitFor() != 0) {
            throw new IOException("htpasswd failed");
        }
        Files.writeString(folder.resolve("htpasswd"), line);
    }

    private Process start(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectError(folder.resolve(command[0] + ".log").toFile())
                    .start();
        } catch (IOException e) {
            throw new IOException("run script/setup, which installs docker-registry and apache2-utils", e);
        }
    }

    private void awaitPort(int port) throws Exception {
        var time = new SystemTime();
        var end = time.elapsed().plus(Duration.ofSeconds(20));
        while (!answers(port)) {
            if (!server.isAlive() || time.elapsed().compareTo(end) > 0) {
                throw new IOException(
                        "the registry did not start: " + Files.readString(folder.resolve("docker-registry.log")));
            }
            time.sleep(Duration.ofMillis(20));
        }
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** One that nobody listens on. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
