package dev.slipway.config;

import dev.slipway.model.App;
import dev.slipway.model.DockerHost;
import dev.slipway.model.Secret;
import dev.slipway.model.SshSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The rows of {@code docker}: the engine where apps run, and others that apps may be pinned to. */
final class DockerShape {
    private static final String TAKEN = "unix:///path, tcp://host:port or ssh://user@host";
    private static final String ABOUT_ADDRESS =
            "where the Docker engine listens: " + TAKEN + ", on which the docker command of that account is called";
    private static final Shape<String> ADDRESS =
            Scalars.parsed("text like unix:///var/run/docker.sock", DockerShape::address);

    private static final Field<String> HOST =
            Field.withDefault("host", ADDRESS, "${DOCKER_HOST:-unix:///var/run/docker.sock}", ABOUT_ADDRESS);
    private static final Field<String> NAMED_HOST = Field.required("host", ADDRESS, ABOUT_ADDRESS);
    private static final Field<String> CA_FILE = Field.optional(
            "ca_file",
            Scalars.hostPath(),
            "over tcp: the authority that signed the engine's certificate (ca.pem), which turns TLS on");
    private static final Field<String> CERT_FILE = Field.optional(
            "cert_file", Scalars.hostPath(), "over tcp: the certificate that is shown to the engine (cert.pem)");
    private static final Field<String> KEY_FILE =
            Field.optional("key_file", Scalars.hostPath(), "over tcp: the private key of cert_file (key.pem)");
    private static final Field<String> SSH_KEY_FILE = Field.optional(
            "ssh_key_file",
            Scalars.hostPath(),
            "over ssh: the private key; by default keys/docker in data_dir, of a named host keys/docker-NAME");
    private static final Secrets<Secret> SSH_KEY_PASSPHRASE =
            Secrets.named("ssh_key_passphrase", "over ssh: what the private key is encrypted with");
    private static final Field<String> KNOWN_HOSTS_FILE = Field.optional(
            "known_hosts_file",
            Scalars.hostPath(),
            "over ssh: the machines' keys that are believed, in the format of ssh; by default known_hosts in data_dir");

    private static final List<Field<?>> TLS = List.of(CA_FILE, CERT_FILE, KEY_FILE);
    private static final List<Field<?>> SSH = Stream.of(
                    List.of(SSH_KEY_FILE), SSH_KEY_PASSPHRASE.fields(), List.of(KNOWN_HOSTS_FILE))
            .<Field<?>>flatMap(List::stream)
            .toList();

    private static final Shape<DockerHost> NAMED = FormsShape.scalarOrMapping(
            ADDRESS.then((address, in) -> host(Optional.of(in.key()), address)),
            ObjectShape.of(rows(NAMED_HOST), f -> host(Optional.of(f.in().key()), NAMED_HOST, f))
                    .checked(f -> check(NAMED_HOST, f)));
    private static final Field<SequencedMap<String, DockerHost>> HOSTS = Field.optional(
            "hosts",
            new MapShape<>(
                    App.NAME,
                    "a host's name: a-z, 0-9, _ . -, beginning with a letter or a digit, at most 63 characters",
                    NAMED),
            "more engines by name, for apps that say host: NAME; see HOSTS.md");

    static final Shape<Engines> SHAPE = ObjectShape.of(
                    Stream.concat(rows(HOST).stream(), Stream.of(HOSTS)).toList(),
                    f -> new Engines(
                            host(Optional.empty(), HOST, f), f.find(HOSTS).orElseGet(LinkedHashMap::new)))
            .checked(f -> check(HOST, f))
            .refusing(Map.of("context", "Docker's contexts are not read; write the host's address"));

    private DockerShape() {}

    /** The engine of {@code docker.host}, and those beside it. */
    record Engines(DockerHost host, SequencedMap<String, DockerHost> hosts) {}

    private static List<Field<?>> rows(Field<String> address) {
        return Stream.of(List.<Field<?>>of(address), TLS, SSH)
                .<Field<?>>flatMap(List::stream)
                .toList();
    }

    private static DockerHost host(Optional<String> name, String address) {
        return new DockerHost(
                name,
                URI.create(address),
                Optional.empty(),
                isSsh(address)
                        ? Optional.of(ssh(name, Optional.empty(), Optional.empty(), Optional.empty()))
                        : Optional.empty());
    }

    private static DockerHost host(Optional<String> name, Field<String> address, Fields f) {
        var bare = host(name, f.get(address));
        return new DockerHost(
                name,
                bare.address(),
                TLS.stream().anyMatch(f::isGiven) ? Optional.of(tls(f)) : Optional.empty(),
                bare.ssh()
                        .map(each ->
                                ssh(name, f.find(SSH_KEY_FILE), SSH_KEY_PASSPHRASE.find(f), f.find(KNOWN_HOSTS_FILE))));
    }

    private static DockerHost.Tls tls(Fields f) {
        return new DockerHost.Tls(
                f.find(CA_FILE).map(Path::of),
                f.find(CERT_FILE)
                        .map(certificate -> new DockerHost.Tls.Pair(Path.of(certificate), Path.of(f.get(KEY_FILE)))));
    }

    /** Its paths are below data_dir unless they are given. */
    private static SshSpec ssh(
            Optional<String> name, Optional<String> key, Optional<Secret> passphrase, Optional<String> knownHosts) {
        return new SshSpec(
                Path.of(key.orElse("keys/docker" + name.map("-"::concat).orElse(""))),
                passphrase,
                Path.of(knownHosts.orElse("known_hosts")));
    }

    private static void check(Field<String> address, Fields f) {
        SSH_KEY_PASSPHRASE.check(f);
        if (f.isGiven(CERT_FILE) != f.isGiven(KEY_FILE)) {
            f.refuse(
                    f.isGiven(CERT_FILE) ? CERT_FILE : KEY_FILE,
                    "a certificate and its private key go together: give both cert_file and key_file, or none");
        }
        f.find(address).ifPresent(written -> {
            if (!written.startsWith("tcp://")) {
                refuse(f, TLS, "is for tcp://; remove it");
            }
            if (!isSsh(written)) {
                refuse(f, SSH, "is for ssh://; remove it");
            }
        });
    }

    private static void refuse(Fields f, List<Field<?>> strangers, String why) {
        strangers.stream().filter(f::isGiven).forEach(field -> f.refuse(field, "'" + field.name() + "' " + why));
    }

    private static boolean isSsh(String address) {
        return address.startsWith("ssh://");
    }

    private static String address(String text) throws Misfit {
        try {
            var uri = new URI(text);
            switch (uri.getScheme() == null ? "" : uri.getScheme()) {
                case "unix" -> {
                    if (uri.getPath() != null && uri.getPath().startsWith("/")) {
                        return text;
                    }
                }
                case "tcp" -> {
                    if (uri.getHost() != null && uri.getPort() > 0) {
                        return text;
                    }
                }
                case "ssh" -> {
                    checkSsh(uri);
                    return text;
                }
                default -> {
                    // As below.
                }
            }
        } catch (URISyntaxException e) {
            throw Misfit.mustBe(TAKEN + " (at character " + (e.getIndex() + 1) + ")");
        }
        throw Misfit.mustBe(TAKEN);
    }

    private static void checkSsh(URI uri) throws Misfit {
        var user = Optional.ofNullable(uri.getRawUserInfo()).orElse("");
        if (user.contains(":")) {
            throw new Misfit("a password does not belong into the address; over SSH, Slipway uses a key: ssh_key_file");
        }
        if (uri.getHost() == null || user.isEmpty()) {
            throw Misfit.mustBe("ssh://user@host or ssh://user@host:port, where that user may use Docker");
        }
        if (!Optional.ofNullable(uri.getPath()).orElse("").isEmpty()) {
            throw new Misfit("an ssh address has no path: the docker command there knows where its engine listens");
        }
    }
}
