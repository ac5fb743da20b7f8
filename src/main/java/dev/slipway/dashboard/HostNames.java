package dev.slipway.dashboard;

import dev.slipway.model.DashboardSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * By which names the dashboard may be asked for. A page of a stranger's can have its own name lead to this machine (DNS
 * rebinding) and would then be of the same origin as the dashboard; its name is not one of these, and an address cannot be
 * rebound.
 */
final class HostNames {
    /** What may follow a host, and an IPv6 address's brackets. */
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]]*)(?::[0-9]{0,5})?");

    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");

    private HostNames() {}

    /**
     * Why it may not, if it may not.
     *
     * @param host the header's value; what is older than HTTP/1.1 need not send one, and is no browser
     */
    static Optional<Answer> refusal(Optional<String> host, DashboardSpec spec) {
        if (host.isEmpty() || isKnown(name(host.get()), spec)) {
            return Optional.empty();
        }
        return Optional.of(Answer.problem(
                421,
                "host",
                "this dashboard is not known by that name; if it is to be, add the name to dashboard.hosts in the"
                        + " configuration"));
    }

    /** Without the port, in lower case; empty if it is no host and port. */
    static String name(String host) {
        var match = AUTHORITY.matcher(host.strip().toLowerCase(Locale.ROOT));
        return match.matches() ? match.group(1) : "";
    }

    private static boolean isKnown(String name, DashboardSpec spec) {
        return ADDRESS.matcher(name).matches()
                || name.equals("localhost")
                || (!name.isEmpty() && name.equals(spec.host().toLowerCase(Locale.ROOT)))
                || spec.hosts().contains(name);
    }
}
