package dev.slipway.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.DockerHost;
import dev.slipway.ssh.SshHost;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What docker-java throws, in words for a person. */
final class EngineErrors {
    /** What Go's server answers to whoever does not speak TLS. */
    private static final String WANTS_TLS = "Client sent an HTTP request to an HTTPS server";

    private static final String SHOW_STATE = "see 'systemctl status docker'; Slipway tries again by itself";

    private final DockerHost host;

    EngineErrors(DockerHost host) {
        this.host = host;
    }

    DeployException failure(String what, Throwable cause) {
        if (cause instanceof DockerException engine) {
            var said = message(engine);
            return new DeployException(
                    Blame.HOST,
                    couldNot(what) + said,
                    said.contains(WANTS_TLS)
                            ? "it wants TLS: give ca_file, cert_file and key_file of this host"
                            : "see what Docker says about it, and the deployment's log",
                    cause);
        }
        if (isUnreachable(cause)) {
            return unreachable(what, cause);
        }
        if (cause instanceof DockerClientException) {
            return new DeployException(
                    Blame.HOST,
                    couldNot(what) + cause.getMessage(),
                    "see what Docker says about it, and the deployment's log",
                    cause);
        }
        return new DeployException(
                Blame.OURS, couldNot(what) + cause, "please report this with the agent's log", cause);
    }

    private String couldNot(String what) {
        return "could not " + what + host.name().map(" on "::concat).orElse("") + ": ";
    }

    /** What the engine itself said, without the JSON and the status around it. */
    static String message(DockerException e) {
        var text = Optional.ofNullable(e.getMessage()).orElse("").strip();
        var json = text.indexOf('{');
        if (json >= 0) {
            try {
                var said = Raw.JSON
                        .readTree(text.substring(json))
                        .path("message")
                        .asText()
                        .strip();
                if (!said.isEmpty()) {
                    return said;
                }
            } catch (JsonProcessingException ignored) {
                // Not JSON after all: the text itself is what there is to say.
            }
        }
        return text.isEmpty() ? "status " + e.getHttpStatus() : text;
    }

    /** Whether the engine refused the API version itself, as one does that was upgraded or downgraded meanwhile. */
    static boolean isVersionRefused(DeployException e) {
        return e.getCause() instanceof DockerException engine
                && engine.getHttpStatus() == 400
                && message(engine).startsWith("client version ");
    }

    /** Whether nobody answered, in contrast to an answer that says no. */
    static boolean isUnreachable(Throwable cause) {
        return !(cause instanceof DockerException) && chain(cause).anyMatch(IOException.class::isInstance);
    }

    private DeployException unreachable(String what, Throwable cause) {
        var tls = tlsTrouble(cause);
        if (tls.isPresent()) {
            return new DeployException(
                    Blame.HOST,
                    couldNot(what) + "Docker at " + host + " " + tls.get().what(),
                    tls.get().next(),
                    cause);
        }
        var refused =
                chain(cause).filter(SshHost.RefusedException.class::isInstance).findFirst();
        if (refused.isPresent()) {
            var ssh = (SshHost.RefusedException) refused.get();
            return new DeployException(
                    Blame.HOST,
                    couldNot(what) + "no way to Docker at " + host + ": " + ssh.getMessage(),
                    ssh.next(),
                    cause);
        }
        var root = chain(cause).reduce((outer, inner) -> inner).orElse(cause);
        var said = Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
        return new DeployException(Blame.HOST, couldNot(what) + reason(root, said), next(root, said), cause);
    }

    private Optional<TlsTrouble> tlsTrouble(Throwable cause) {
        // What the other side said before it hung up may come after the failure to write to it.
        var all = chain(cause)
                .flatMap(each -> Stream.concat(Stream.of(each), Stream.of(each.getSuppressed())))
                .toList();
        return TlsTrouble.of(all)
                .or(() -> all.stream()
                        .filter(each -> each.getClass() == SocketException.class)
                        .filter(each -> host.tls().flatMap(DockerHost.Tls::own).isPresent())
                        .findFirst()
                        .map(each -> TlsTrouble.hungUp(String.valueOf(each.getMessage()))));
    }

    private String reason(Throwable root, String said) {
        if (host.ssh().isPresent()) {
            return "Docker at " + host + " cannot be asked: " + said;
        }
        if (socketIsMissing()) {
            return "no Docker engine at " + host + " (there is no such socket)";
        }
        if (isDenied(said)) {
            var whose = rights().words();
            return "permission denied on " + host + (whose.isEmpty() ? "" : ", which this user may not use: " + whose);
        }
        if (root instanceof UnknownHostException) {
            return "no Docker engine at " + host + ": the name "
                    + host.address().getHost() + " is not known";
        }
        if (root instanceof ConnectException || said.contains("Connection refused")) {
            return "no Docker engine at " + host + ": connection refused";
        }
        return "Docker at " + host + " went away: " + said;
    }

    private String next(Throwable root, String said) {
        if (host.ssh().isPresent()) {
            return overSsh(said);
        }
        if (socketIsMissing()) {
            return "start Docker, or set " + key() + " to where it listens";
        }
        if (isDenied(said)) {
            return rights().cure();
        }
        if (root instanceof UnknownHostException) {
            return "correct " + key();
        }
        return host.isSocket()
                ? SHOW_STATE
                : "see whether that machine is up, and Docker runs there and listens at this address; Slipway tries again by"
                        + " itself";
    }

    /** What the docker command there, or the shell that was to begin it, may have to say. */
    private String overSsh(String said) {
        var user = host.address().getUserInfo();
        if (said.contains("permission denied")) {
            return "let " + user + " use Docker there: usermod -aG docker " + user + ", on that machine";
        }
        if (said.contains("not found")) {
            return "install Docker's command line there (18.09 or newer), where " + user
                    + " finds it in its PATH without logging in";
        }
        if (said.contains("dial-stdio")) {
            return "update Docker's command line there to 18.09 or newer";
        }
        return "see whether that machine is up, sshd listens there, and 'docker ps' answers to " + user
                + "; Slipway tries again by itself";
    }

    /** Where the address is written. */
    private String key() {
        return host.name().map("docker.hosts."::concat).orElse("docker.host or DOCKER_HOST");
    }

    private SocketRights rights() {
        // The traces are believed without asking the engine, which does not answer: they choose words and nothing else.
        var traces = ContainerTraces.under(Path.of("/"));
        return new SocketRights(Path.of(host.address().getPath()), !traces.ids().isEmpty());
    }

    private boolean socketIsMissing() {
        return host.isSocket() && !Files.exists(Path.of(host.address().getPath()));
    }

    private static boolean isDenied(String said) {
        return said.contains("Permission denied");
    }

    private static Stream<Throwable> chain(Throwable cause) {
        return Stream.iterate(cause, each -> each != null, Throwable::getCause).limit(20);
    }
}
