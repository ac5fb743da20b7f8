package dev.slipway.testkit;

import dev.slipway.SystemTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A registry on loopback, which asks for a password or does not: Debian's {@code docker-registry}, with {@code htpasswd} of
 * apache2-utils. Without these packages it fails, and says so.
 */
public final class PrivateRegistry implements AutoCloseable {
    public static final String USER = "captain";
    public static final String PASSWORD = "right-password";

    private final Path folder;
    private final String host;
    private final Process server;

    private PrivateRegistry(Path folder, boolean open) throws Exception {
        this.folder = folder;
        var port = FreePort.find();
        this.host = "localhost:" + port;
        var config = """
                version: 0.1
                log: {level: error}
                storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
                http: {addr: "127.0.0.1:%d"}
                """.formatted(folder.resolve("data"), port);
        if (!open) {
            writePassword();
            config += "auth: {htpasswd: {realm: test, path: " + folder.resolve("htpasswd") + "}}\n";
        }
        var file = Files.writeString(folder.resolve("config.yml"), config);
        this.server = start("docker-registry", "serve", file.toString());
        awaitPort(port);
    }

    /** One that asks for a password. */
    public static PrivateRegistry locked(Path folder) throws Exception {
        return new PrivateRegistry(folder, false);
    }

    /** One that everybody may use. */
    public static PrivateRegistry open(Path folder) throws Exception {
        return new PrivateRegistry(folder, true);
    }

    /** Host and port, as in an image's name. */
    public String host() {
        return host;
    }

    /** What {@code docker login} would have written. */
    public String loginWith(String password) {
        return "{\"auths\":{\"" + host + "\":{\"auth\":\"" + basic(password) + "\"}}}";
    }

    /** Puts an image of the engine there, under this name and tag, and leaves none of it at the engine. */
    public void push(String image, String nameAndTag) throws IOException {
        var there = host + "/" + nameAndTag;
        Command.docker("tag", image, there);
        Files.writeString(folder.resolve("config.json"), loginWith(PASSWORD));
        var command = List.of("docker", "--config", folder.toString(), "push", there);
        var unused = Command.run(command, Map.of()).expecting(0);
        Command.docker("rmi", "--no-prune", there);
    }

    /** What the registry gives out as the digest of this name and tag; empty if it does not have it. */
    public Optional<String> digest(String nameAndTag) throws IOException, InterruptedException {
        var colon = nameAndTag.lastIndexOf(':');
        var uri = "http://" + host + "/v2/" + nameAndTag.substring(0, colon) + "/manifests/"
                + nameAndTag.substring(colon + 1);
        var request = HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "Basic " + basic(PASSWORD))
                .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
                .header("Accept", "application/vnd.oci.image.manifest.v1+json")
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() == 200 ? answer.headers().firstValue("Docker-Content-Digest") : Optional.empty();
        }
    }

    private static String basic(String password) {
        return Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8));
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
}
