package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.DockerHost;
import dev.slipway.model.SshSpec;
import dev.slipway.ssh.SshHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Agrees with an engine on an API version. docker-java leaves that to its caller, and by itself sends paths without a version,
 * which each engine reads as its newest.
 */
final class Negotiator {
    /** As Docker's own command line has it: the docker command there leads on to its engine. */
    private static final String DIAL = "docker system dial-stdio";

    private static final String UNSEEN = "unix:///var/run/docker.sock";

    private final DockerHost host;
    private final Map<String, String> env;
    private final Optional<SshHost> ssh;
    private final DockerHttpClient transport;
    private volatile Optional<String> heard = Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();

    Negotiator(DockerHost host, Map<String, String> env) {
        this.host = host;
        this.env = Map.copyOf(env);
        this.ssh = host.ssh().map(spec -> account(host.address(), spec));
        this.transport = new EngineTransport(
                this::socket,
                authority(host.address()),
                answer -> heard = engine(answer).or(() -> heard));
    }

    /**
     * Asks the engine what it speaks.
     *
     * @throws DeployException HOST if there is no version that both speak, or if it is another engine than Docker's
     */
    Negotiated negotiate() throws DeployException, IOException {
        var headers = Raw.ping(transport);
        var version = Raw.get(transport, "/version");
        refusePodman(version);
        var api = choose(version);
        return new Negotiated(
                api,
                engine(headers),
                version.path("Version").asText(),
                Optional.ofNullable(headers.getHeader("Builder-Version")).orElse("1"),
                DockerClientImpl.getInstance(config(RemoteApiVersion.create(api.major(), api.minor())), transport),
                new VersionedHttp(transport, api));
    }

    /**
     * Podman's service speaks enough of Docker's API for a first deployment to look well, but answers otherwise where a swap
     * leans on the engine: a name in use is a 500 instead of a 409, and a build has no BuildKit. Better said at the start than
     * found out half way through a swap.
     */
    private void refusePodman(JsonNode version) throws DeployException {
        for (var component : version.path("Components")) {
            if (component.path("Name").asText().startsWith("Podman")) {
                throw new DeployException(
                        Blame.HOST,
                        "the engine at " + host + " is Podman "
                                + version.path("Version").asText() + ", and Slipway works with Docker's alone",
                        "install Docker 18.09 or newer beside it, and set docker.host or DOCKER_HOST to its socket"
                                + " (unix:///var/run/docker.sock, unless podman-docker has taken that name)");
            }
        }
    }

    private ApiVersion choose(JsonNode version) throws DeployException {
        var max = ApiVersion.parse(version.path("ApiVersion").asText());
        var min = Optional.of(version.path("MinAPIVersion").asText())
                .filter(text -> !text.isEmpty())
                .map(ApiVersion::parse)
                .orElse(max);
        var wanted = Optional.ofNullable(env.get("DOCKER_API_VERSION")).filter(text -> !text.isEmpty());
        if (wanted.isPresent()) {
            return wanted(wanted.get(), min, max);
        }
        return ApiVersion.negotiate(min, max)
                .orElseThrow(() -> new DeployException(
                        Blame.HOST,
                        "the engine at " + host + " speaks API " + min + " to " + max + ", Slipway " + ApiVersion.OLDEST
                                + " and newer",
                        "update Docker there to 18.09 or newer"));
    }

    private static ApiVersion wanted(String text, ApiVersion min, ApiVersion max) throws DeployException {
        var next = "unset DOCKER_API_VERSION, so that the version is negotiated";
        try {
            var wanted = ApiVersion.parse(text);
            if (wanted.isOlderThan(min) || max.isOlderThan(wanted)) {
                throw new DeployException(
                        Blame.HOST,
                        "DOCKER_API_VERSION is " + wanted + ", but the engine speaks API " + min + " to " + max,
                        next);
            }
            return wanted;
        } catch (IllegalArgumentException e) {
            throw new DeployException(Blame.HOST, "DOCKER_API_VERSION is " + e.getMessage(), next, e);
        }
    }

    private DefaultDockerClientConfig config(RemoteApiVersion api) {
        // The address and the certificates are the transport's affair, which is ours: this one is never looked at.
        return new DefaultDockerClientConfig.Builder()
                .withDockerHost(UNSEEN)
                .withDockerTlsVerify(false)
                .withApiVersion(api)
                .withDockerConfig(env.getOrDefault(
                        "DOCKER_CONFIG",
                        Path.of(env.getOrDefault("HOME", "/"), ".docker").toString()))
                .build();
    }

    private static SshHost account(URI address, SshSpec spec) {
        var port = Optional.of(address.getPort()).filter(number -> number > 0);
        return new SshHost(address.getUserInfo(), address.getHost(), port, spec);
    }

    void close() {
        ssh.ifPresent(SshHost::close);
    }

    private static String authority(URI host) {
        return host.getHost() == null ? "docker" : host.getHost() + (host.getPort() < 0 ? "" : ":" + host.getPort());
    }

    /** A connection of its own. */
    EngineSocket socket() throws IOException {
        try {
            return ssh.isPresent()
                    ? EngineSocket.over(ssh.get().begin(DIAL))
                    : EngineSocket.open(host.address(), tls());
        } catch (SSLException e) {
            forgetTls();
            throw e;
        }
    }

    boolean usesTls() {
        return EngineTls.of(host, env).isPresent();
    }

    /** Read from its files once, at the first connection: each call has a connection of its own. */
    private synchronized Optional<SSLContext> tls() throws IOException {
        var files = EngineTls.of(host, env);
        if (tls.isEmpty() && files.isPresent()) {
            tls = Optional.of(EngineTls.context(files.get()));
        }
        return tls;
    }

    /** New certificates may be in the place of those that did not do. */
    private synchronized void forgetTls() {
        tls = Optional.empty();
    }

    /** Whether the last answer came from the engine that this was agreed on with, and not from another version of it. */
    boolean stillHolds(Negotiated agreed) {
        return heard.equals(agreed.engine());
    }

    private static Optional<String> engine(DockerHttpClient.Response answer) {
        return Optional.ofNullable(answer.getHeader("Server"))
                .flatMap(server ->
                        Optional.ofNullable(answer.getHeader("Api-Version")).map(newest -> server + ", API " + newest));
    }
}
