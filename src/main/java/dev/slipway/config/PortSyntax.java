package dev.slipway.config;

import dev.slipway.model.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Compose's short syntax of a published port: {@code [[IP:][HOST]:]CONTAINER[/PROTOCOL]}, where both may be ranges. */
final class PortSyntax {
    static final int MAX_PORT = 65_535;
    static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
    static final String TCP = "tcp";

    private static final String KIND = "a port such as 8000, 8000:80, 127.0.0.1:8000:80/udp or 3000-3005:3000-3005";
    private static final Pattern PORT =
            Pattern.compile("(?:(?:(?<ip>\\[[0-9a-fA-F:.%]+]|[0-9.]+):)?(?<host>[0-9]+(?:-[0-9]+)?)?:)?"
                    + "(?<container>[0-9]+(?:-[0-9]+)?)(?:/(?<protocol>[a-zA-Z]+))?");
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

    private PortSyntax() {}

    /** One port for each number of a range. */
    static List<Run.Port> parse(String text) throws Misfit {
        var match = PORT.matcher(text);
        if (!match.matches()) {
            throw Misfit.mustBe(KIND);
        }
        var protocol = Optional.ofNullable(match.group("protocol")).orElse(TCP);
        if (!PROTOCOLS.contains(protocol)) {
            throw Misfit.mustBe("a port with the protocol tcp, udp or sctp");
        }
        var ip = Optional.ofNullable(match.group("ip")).map(PortSyntax::withoutBrackets);
        var container = Range.parse(match.group("container"));
        var host = Optional.ofNullable(match.group("host"));
        var ports = new ArrayList<Run.Port>();
        if (host.isEmpty()) {
            for (int i = 0; i < container.size(); i++) {
                ports.add(new Run.Port(ip, Optional.empty(), container.from + i, protocol));
            }
            return ports;
        }
        var hostRange = Range.parse(host.get());
        if (hostRange.size() != container.size()) {
            throw Misfit.mustBe("two ranges of the same length, since a choice of host ports is not supported");
        }
        for (int i = 0; i < container.size(); i++) {
            ports.add(new Run.Port(ip, Optional.of(hostRange.from + i), container.from + i, protocol));
        }
        return ports;
    }

    /** {@code 8000}, {@code 8000/udp} or {@code 8000-8002}: what {@code expose} takes, each as {@code 8000/tcp}. */
    static List<String> parseExposed(String text) throws Misfit {
        var match = PORT.matcher(text);
        if (!match.matches() || text.contains(":")) {
            throw Misfit.mustBe("a port of the container such as 8000 or 8000/udp");
        }
        return parse(text).stream()
                .map(port -> port.containerPort() + "/" + port.protocol())
                .toList();
    }

    private static String withoutBrackets(String ip) {
        return ip.startsWith("[") ? ip.substring(1, ip.length() - 1) : ip;
    }

    private record Range(int from, int to) {
        static Range parse(String text) throws Misfit {
            var match = RANGE.matcher(text);
            if (!match.matches()) {
                throw Misfit.mustBe("ports from 1 to " + MAX_PORT);
            }
            int from = Integer.parseInt(match.group(1));
            int to = match.group(2) == null ? from : Integer.parseInt(match.group(2));
            if (from < 1 || to > MAX_PORT) {
                throw Misfit.mustBe("ports from 1 to " + MAX_PORT);
            }
            if (to < from) {
                throw Misfit.mustBe("a range that ends after it begins");
            }
            return new Range(from, to);
        }

        int size() {
            return to - from + 1;
        }
    }
}
