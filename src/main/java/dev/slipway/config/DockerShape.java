package dev.slipway.config;

import dev.slipway.model.App;
import dev.slipway.model.DockerHost;
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
    private static final String TAKEN = "unix:///path or tcp://host:port";
    private static final String ABOUT_ADDRESS = "where the Docker engine listens: " + TAKEN;
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
    private static final List<Field<?>> TLS = List.of(CA_FILE, CERT_FILE, KEY_FILE);
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
        return Stream.concat(Stream.of(address), TLS.stream()).toList();
    }

    private static DockerHost host(Optional<String> name, String address) {
        return new DockerHost(name, URI.create(address), Optional.empty());
    }

    private static DockerHost host(Optional<String> name, Field<String> address, Fields f) {
        return new DockerHost(
                name,
                URI.create(f.get(address)),
                TLS.stream().anyMatch(f::isGiven) ? Optional.of(tls(f)) : Optional.empty());
    }

    private static DockerHost.Tls tls(Fields f) {
        return new DockerHost.Tls(
                f.find(CA_FILE).map(Path::of),
                f.find(CERT_FILE)
                        .map(certificate -> new DockerHost.Tls.Pair(Path.of(certificate), Path.of(f.get(KEY_FILE)))));
    }

    private static void check(Field<String> address, Fields f) {
        if (f.isGiven(CERT_FILE) != f.isGiven(KEY_FILE)) {
            f.refuse(
                    f.isGiven(CERT_FILE) ? CERT_FILE : KEY_FILE,
                    "a certificate and its private key go together: give both cert_file and key_file, or none");
        }
        f.find(address).ifPresent(written -> {
            if (!written.startsWith("tcp://")) {
                refuse(f, TLS, "is for tcp://; remove it");
            }
        });
    }

    private static void refuse(Fields f, List<Field<?>> strangers, String why) {
        strangers.stream().filter(f::isGiven).forEach(field -> f.refuse(field, "'" + field.name() + "' " + why));
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
                    throw new Misfit(
                            "Docker over SSH is not supported by this version; forward the socket with ssh -L and name it"
                                    + " here");
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
}
