package dev.slipway.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A key with which the real {@code git} signs, made by the real {@code ssh-keygen} or {@code gpg}. */
public final class SigningKey {
    private static final List<String> AUTHOR =
            List.of("-c", "user.name=Ada Example", "-c", "user.email=ada@example.org");

    private final List<String> options;
    private final String publicKey;

    private SigningKey(List<String> options, String publicKey) {
        this.options = Command.concat(AUTHOR, options);
        this.publicKey = publicKey;
    }

    /** An SSH key in a file, which is made unless it is there; {@code type} as ssh-keygen's options have it. */
    public static SigningKey ssh(Path file, String... type) throws IOException {
        if (!Files.exists(file)) {
            var make = List.of("ssh-keygen", "-q", "-N", "", "-C", "", "-f", file.toString());
            Command.run(Command.concat(make, List.of(type)), Map.of()).expecting(0);
        }
        return new SigningKey(
                List.of("-c", "gpg.format=ssh", "-c", "user.signingkey=" + file),
                Files.readString(Path.of(file + ".pub")).strip());
    }

    /** One of a keyring of gpg's, by its fingerprint; with an exclamation mark behind it, this very subkey. */
    public static SigningKey openPgp(Keyring keyring, String fingerprint) {
        return new SigningKey(
                List.of("-c", "gpg.program=" + keyring.program, "-c", "user.signingkey=" + fingerprint),
                keyring.export(fingerprint.replace("!", "")));
    }

    /** The line of ssh, or the armoured block of gpg, as it was when this was made. */
    public String publicKey() {
        return publicKey;
    }

    /** Adds a signed commit to the branch. */
    public String commit(GitRepo repo, String message, Map<String, String> files) {
        var parents = repo.git("for-each-ref", "--format=%(objectname)", "refs/heads/" + repo.branch());
        var unsigned = repo.commit(message, files);
        var arguments = new ArrayList<>(List.of("commit-tree", "-S", "-m", message));
        parents.lines().forEach(parent -> arguments.addAll(List.of("-p", parent)));
        arguments.add(unsigned + "^{tree}");
        var signed = git(repo, arguments);
        repo.reset(signed);
        return signed;
    }

    /** Sets a signed tag. */
    public void tag(GitRepo repo, String name, String sha) {
        var unused = git(repo, List.of("tag", "--force", "--sign", "--message=Version " + name, name, sha));
    }

    private String git(GitRepo repo, List<String> arguments) {
        return repo.git(Command.concat(options, arguments).toArray(String[]::new));
    }

    /** A keyring of gpg's in a folder of its own, with an agent of its own until it is closed. */
    public static final class Keyring implements AutoCloseable {
        private final Path home;
        private final Path program;

        public Keyring(Path folder) throws IOException {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            this.home = Files.createDirectory(folder, owner);
            this.program = Files.createFile(home.resolve("gpg.sh"), owner);
            Files.writeString(program, "#!/bin/sh\nGNUPGHOME='" + home + "' exec gpg --batch --quiet \"$@\"\n");
        }

        /** Makes a key without a passphrase, that may sign, and returns its fingerprint. */
        public String make(String name, String algorithm, String expiry) {
            gpg("--passphrase", "", "--quick-gen-key", name, algorithm, "sign,cert", expiry);
            return fingerprints(name).getFirst();
        }

        /** Gives it a subkey that may sign, and returns the subkey's fingerprint. */
        public String addSubkey(String fingerprint, String algorithm, String use, String expiry) {
            gpg("--passphrase", "", "--quick-add-key", fingerprint, algorithm, use, expiry);
            return fingerprints(fingerprint).getLast();
        }

        /** Revokes it as its owner does who had gpg's own certificate kept for that. */
        public void revoke(String fingerprint) throws IOException {
            var kept = home.resolve("openpgp-revocs.d/" + fingerprint + ".rev");
            var certificate = home.resolve("revocation.asc");
            Files.writeString(certificate, Files.readString(kept).replace(":-----BEGIN", "-----BEGIN"));
            gpg("--import", certificate.toString());
        }

        public String export(String fingerprint) {
            return gpg("--armor", "--export", fingerprint);
        }

        private List<String> fingerprints(String of) {
            return gpg("--with-colons", "--list-keys", of)
                    .lines()
                    .filter(line -> line.startsWith("fpr:"))
                    .map(line -> line.split(":")[9])
                    .toList();
        }

        /** Runs gpg. */
        public String gpg(String... arguments) {
            return Command.run(Command.concat(List.of(program.toString()), List.of(arguments)), Map.of())
                    .expecting(0)
                    .out();
        }

        @Override
        public void close() {
            var unused = Command.run(List.of("gpgconf", "--homedir", home.toString(), "--kill", "gpg-agent"), Map.of());
        }
    }
}
