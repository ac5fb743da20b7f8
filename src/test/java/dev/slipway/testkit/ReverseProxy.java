package dev.slipway.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A reverse proxy in a container, on a network of its own and on a port of this machine. Whatever it is asked it asks the
 * app's alias on that network, whose address it looks up each time; if nobody answers, it asks again for a while, as nginx
 * and haproxy try another address by default.
 */
public final class ReverseProxy implements AutoCloseable {
    /** The name on the network that it follows. */
    public static final String ALIAS = "site";

    private static final int OWN_PORT = 80;
    private static final Pattern FOUND = Pattern.compile("(?m)^Name:\\s.*\\R^Address: (\\S+)$");

    /** Reads a request's head, and prints the answer. */
    private static final String SCRIPT = """
            head=
            while read -r line && [ "$line" != "$(printf '\\r')" ]; do head="$head$line
            "; done
            for try in $(seq 40); do
              answer=$(printf '%%s\\r\\n' "$head" | nc -w 1 %s %d) && [ -n "$answer" ] && break
              sleep 0.05
            done
            printf '%%s\\n' "$answer"
            """.formatted(ALIAS, WebApp.PORT);

    private final String name;
    private final int port;

    private ReverseProxy(String name, int port) {
        this.name = name;
        this.port = port;
    }

    /** Starts one; its container and its network bear this name. */
    static ReverseProxy start(String name) throws IOException {
        var proxy = new ReverseProxy(name, FreePort.find());
        Command.docker("network", "create", name);
        Command.docker(
                "run",
                "--detach",
                "--name=" + name,
                "--network=" + name,
                "--publish=127.0.0.1:" + proxy.port + ":" + OWN_PORT,
                BaseImage.make(),
                "nc",
                "-ll",
                "-p",
                String.valueOf(OWN_PORT),
                "-e",
                "sh",
                "-c",
                SCRIPT);
        return proxy;
    }

    /** The port of this machine on which it listens. */
    public int port() {
        return port;
    }

    /** The network on which it looks for the app. */
    public String network() {
        return name;
    }

    /** The addresses to which the alias leads now. */
    public Set<String> addresses() {
        var said = Command.run(List.of("docker", "exec", name, "nslookup", ALIAS), Map.of())
                .out();
        var addresses = new TreeSet<String>();
        FOUND.matcher(said).results().forEach(match -> addresses.add(match.group(1)));
        return addresses;
    }

    @Override
    public void close() {
        Command.docker("rm", "--force", name);
        Command.docker("network", "rm", name);
    }
}
