package dev.slipway.docker;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.GateSpec;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.util.List;

/**
 * What a gate's HAProxy is told, in two files: to which container it leads, and how each port is led. The container is named by
 * its short id, which Docker's own DNS knows on any network but the default one, and which no renaming changes: its address may
 * be another after every start of the engine.
 *
 * @see <a href="https://docs.haproxy.org/2.6/configuration.html">HAProxy Configuration Manual</a>
 */
final class GateConfig {
    /** HAProxy reads the files of this folder in the order of their names. */
    static final String FOLDER = "slipway-gate";

    static final String TARGET_FILE = "1-target.cfg";
    static final String PORTS_FILE = "2-ports.cfg";
    /** From here on a process needs no privilege to listen, on old engines either. */
    private static final int FIRST_PORT = 10_000;

    private GateConfig() {}

    /** The container's ports that are led to, each once. */
    static List<Integer> targets(App app) {
        return published(app).stream().map(Run.Port::containerPort).distinct().toList();
    }

    static List<Run.Port> published(App app) {
        return app.run().get(RunKey.PORTS).orElse(List.of());
    }

    /** The gate's own port that leads to a container's port. */
    static int inside(App app, int containerPort) {
        return FIRST_PORT + targets(app).indexOf(containerPort);
    }

    /** The dot at the end keeps an id of digits alone from being read as an address. */
    static String target(Container container) {
        return """
                global
                  setenv SLIPWAY_TARGET %s.
                """.formatted(container.shortId());
    }

    static String ports(App app, GateSpec gate) {
        var text = new StringBuilder("""
                global
                  maxconn 4000
                  no strict-limits
                  nbthread 1
                  hard-stop-after %ds

                defaults
                  timeout connect 5s
                  timeout client 1h
                  timeout server 1h
                  timeout tunnel 24h
                  timeout http-request 1m
                  timeout http-keep-alive 1m
                  retries 3
                  option clitcpka
                  option srvtcpka

                resolvers docker
                  nameserver dns 127.0.0.11:53
                  resolve_retries 2
                  timeout resolve 1s
                  timeout retry 1s
                  hold valid 1s
                  hold nx 5s
                  hold obsolete 1s
                """.formatted(gate.drain().toSeconds()));
        for (var port : targets(app)) {
            text.append(gate.http().contains(port) ? http(app, port) : tcp(app, port));
        }
        return text.toString();
    }

    private static String tcp(App app, int port) {
        return """

                listen port-%1$d
                  mode tcp
                  bind :%2$d
                  server app "${SLIPWAY_TARGET}":%1$d resolvers docker resolve-prefer ipv4 init-addr libc,none
                """.formatted(port, inside(app, port));
    }

    /**
     * A request takes a connection of its own to the container, so that none is lost to one that the app closes meanwhile; and a
     * visitor's connection is told of the change with the answer to its next request, not cut.
     */
    private static String http(App app, int port) {
        return """

                listen port-%1$d
                  mode http
                  bind :%2$d
                  option http-server-close
                  option idle-close-on-response
                  option forwardfor
                  server app "${SLIPWAY_TARGET}":%1$d resolvers docker resolve-prefer ipv4 init-addr libc,none
                """.formatted(port, inside(app, port));
    }
}
