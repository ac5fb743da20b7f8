package dev.slipway.config;

import dev.slipway.model.HealthSpec;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code health.http} asks, as written.
 *
 * @param host empty if only a port was written, which is then the container's own
 * @param path with its leading slash and any query
 */
record HealthUrl(Yaml.Spot at, Optional<String> host, int port, String path) {
    private static final Pattern PORT_AND_PATH = Pattern.compile(":([0-9]{1,5})(/[^\\s#]*|\\?[^\\s#]*)?");
    private static final Set<String> THIS_HOST = Set.of("localhost", "127.0.0.1", "0.0.0.0", "[::1]", "[::]");
    private static final int HTTP_PORT = 80;

    static HealthUrl parse(Yaml.Text written) throws Misfit {
        var text = written.value();
        var match = PORT_AND_PATH.matcher(text);
        if (match.matches()) {
            int port = Integer.parseInt(match.group(1));
            if (port < 1 || port > PortSyntax.MAX_PORT) {
                throw Misfit.mustBe("a port from 1 to " + PortSyntax.MAX_PORT + " and a path");
            }
            return new HealthUrl(
                    written.at(),
                    Optional.empty(),
                    port,
                    absolute(Optional.ofNullable(match.group(2)).orElse("")));
        }
        // Not quoted: a URL may hold credentials.
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new Misfit("must be \":PORT/path\" with the container's own port, such as \":8000/health\"");
        }
        if ("https".equals(uri.getScheme())) {
            throw new Misfit(
                    "https is not asked of a container, whose certificate is for another name; use the plain port"
                            + " (\":PORT/path\"), tcp: PORT, or a command");
        }
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new Misfit("must be \":PORT/path\" with the container's own port, such as \":8000/health\"");
        }
        if (uri.getRawUserInfo() != null) {
            throw new Misfit(
                    "credentials are not sent to a health check; ask a path that needs none, or use a command");
        }
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
        if (port < 1 || port > PortSyntax.MAX_PORT) {
            throw new Misfit("must have a port from 1 to " + PortSyntax.MAX_PORT);
        }
        return new HealthUrl(written.at(), Optional.of(uri.getHost()), port, absolute(uri.getRawPath() + query));
    }

    /** The same question to the container's own port, which answers before the published one has moved. */
    HealthSpec.Check.Http resolve(String containerName, RunSpec run) throws Misfit {
        var names = List.of(containerName, run.get(RunKey.HOSTNAME).orElse(containerName));
        boolean own = host.isEmpty() || names.contains(host.get());
        boolean sharesHost = run.get(RunKey.NETWORK_MODE).filter("host"::equals).isPresent();
        if (own || (sharesHost && asksHost(List.of()))) {
            return new HealthSpec.Check.Http(port, path);
        }
        var published = run.get(RunKey.PORTS).orElse(List.of());
        if (!asksHost(published)) {
            throw new Misfit("asks " + host.get() + ", which is not this container; write \":PORT" + path
                    + "\" with the container's own port");
        }
        var behind = published.stream()
                .filter(each -> each.protocol().equals(PortSyntax.TCP))
                .filter(each -> each.hostPort().filter(number -> number == port).isPresent())
                .findFirst();
        if (behind.isEmpty()) {
            throw new Misfit("asks port " + port + " of the host, which this container does not publish ("
                    + describe(published) + "); write \":PORT" + path + "\" with the container's own port");
        }
        return new HealthSpec.Check.Http(behind.get().containerPort(), path);
    }

    private boolean asksHost(List<Run.Port> published) {
        return host.filter(it -> THIS_HOST.contains(it)
                        || published.stream()
                                .anyMatch(
                                        each -> each.hostIp().filter(it::equals).isPresent()))
                .isPresent();
    }

    private static String describe(List<Run.Port> published) {
        return published.isEmpty()
                ? "it publishes none"
                : "it publishes "
                        + published.stream()
                                .map(each ->
                                        each.hostPort().map(String::valueOf).orElse("any") + ":" + each.containerPort())
                                .collect(Collectors.joining(", "));
    }

    private static String absolute(String path) {
        if (path.isEmpty()) {
            return "/";
        }
        return path.startsWith("/") ? path : "/" + path;
    }
}
