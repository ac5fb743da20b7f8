package dev.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The real {@code sshd} on a port of loopback of its own, with keys of its own, which lets in the user that runs the test; behind it
 * stands the real {@code git upload-pack}.
 */
public final class SshServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final int port;
    private Process process;

    private SshServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts one with keys of the types ed25519 and ecdsa, which nobody may log in to yet.
     *
     * @param folder for its keys, settings and log
     */
    public static SshServer start(Path folder) {
        try {
            Files.createDirectories(folder);
            // Where its unprivileged half is shut in; a package's start script makes it, and here there may be none.
            Files.createDirectories(Path.of("/run/sshd"));
            var server = new SshServer(folder, FreePort.find());
            server.newHostKeys();
            Files.createFile(server.authorizedKeys());
            Files.writeString(server.file("sshd_config"), server.settings());
            server.run();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new key pair at {@code file}; the public half is beside it, as {@code .pub}. */
    public static Path makeKey(Path file, String type, String passphrase) {
        keygen("-q", "-t", type, "-N", passphrase, "-C", "test", "-f", file.toString());
        return file;
    }

    /** The same in one of ssh-keygen's formats: RFC4716, which is OpenSSH's own, PEM or PKCS8. */
    public static void makeKey(Path file, String type, String passphrase, String format) {
        makeKey(file, type, passphrase);
        if (!format.equals("RFC4716")) {
            keygen("-q", "-p", "-m", format, "-P", passphrase, "-N", passphrase, "-f", file.toString());
        }
    }

    /** Hashes the names in a known_hosts file, as Debian's ssh does. */
    public static void hash(Path knownHosts) {
        keygen("-H", "-f", knownHosts.toString());
    }

    private static void keygen(String... arguments) {
        Command.run(Command.concat(List.of("ssh-keygen"), List.of(arguments)), Map.of())
                .expecting(0);
    }

    /** From now on, there is another command that a login may run: a shell script. */
    public void offer(String name, String script) {
        try {
            var command = Files.createDirectories(file("bin")).resolve(name);
            Files.writeString(command, "#!/bin/sh\n" + script);
            Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Where {@code repo} is found: {@code ssh://USER@127.0.0.1:PORT/PATH}. */
    public String url(GitRepo repo) {
        return "ssh://" + System.getProperty("user.name") + "@127.0.0.1:" + port + repo.path();
    }

    /** From now on, who has this key may log in. */
    public void admit(Path key) {
        append(authorizedKeys(), read(Path.of(key + ".pub")));
    }

    /** The line of a known_hosts file with which this server's key of that type is believed. */
    public String knownHost(String type) {
        return "[127.0.0.1]:" + port + " " + publicKey(type) + "\n";
    }

    /** A public key of the server: type and text. */
    public String publicKey(String type) {
        var words = read(file("host_" + type + ".pub")).split(" ");
        return words[0] + " " + words[1];
    }

    /** As ssh-keygen says it: {@code SHA256:...}. */
    public String fingerprint(String type) {
        var said = Command.run(
                List.of("ssh-keygen", "-l", "-f", file("host_" + type + ".pub").toString()), Map.of());
        return said.expecting(0).out().split(" ")[1];
    }

    /** Starts it again with keys that nobody has seen, as a server that was set up anew. */
    public void changeHostKeys() {
        stop();
        newHostKeys();
        run();
    }

    /** What it said, for a failing test. */
    public String log() {
        return read(file("log"));
    }

    @Override
    public void close() {
        stop();
    }

    private void newHostKeys() {
        for (var type : List.of("ed25519", "ecdsa")) {
            try {
                Files.deleteIfExists(file("host_" + type));
                Files.deleteIfExists(file("host_" + type + ".pub"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            makeKey(file("host_" + type), type, "");
        }
    }

    private String settings() {
        return String.join(
                "\n",
                "ListenAddress 127.0.0.1",
                "Port " + port,
                "HostKey " + file("host_ed25519"),
                "HostKey " + file("host_ecdsa"),
                "AuthorizedKeysFile " + authorizedKeys(),
                "PidFile none",
                "StrictModes no",
                "UsePAM no",
                "PermitRootLogin yes",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "AcceptEnv GIT_PROTOCOL",
                "SetEnv GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null PATH=" + file("bin") + ":/usr/bin:/bin",
                "LogLevel VERBOSE",
                "");
    }

    private void run() {
        try {
            process = new ProcessBuilder(
                            "/usr/sbin/sshd",
                            "-D",
                            "-e",
                            "-f",
                            file("sshd_config").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(file("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until("sshd listens", PATIENCE, this::scan, said -> said.contains("ssh-ed25519"));
    }

    private String scan() {
        if (!process.isAlive()) {
            throw new AssertionError("sshd ended: " + log());
        }
        return Command.run(List.of("ssh-keyscan", "-T", "2", "-t", "ed25519", "-p", "" + port, "127.0.0.1"), Map.of())
                .out();
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path authorizedKeys() {
        return file("authorized_keys");
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
