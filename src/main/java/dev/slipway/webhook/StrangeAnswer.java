package dev.slipway.webhook;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an answer means that somebody else gave: the first thing to know is who. */
final class StrangeAnswer {
    /** By the beginnings of the header {@code Server}, in lower case. */
    private static final Map<String, String> SERVERS = Map.of(
            "cloudflare", "Cloudflare",
            "nginx", "nginx",
            "openresty", "nginx (OpenResty)",
            "caddy", "Caddy",
            "apache", "Apache",
            "github.com", "GitHub",
            "envoy", "Envoy",
            "tailscale", "Tailscale",
            "microsoft", "Microsoft's HTTP server");

    private final Reply answer;
    private final Destination to;

    StrangeAnswer(Reply answer, Destination to) {
        this.answer = answer;
        this.to = to;
    }

    /** Who stands before Slipway, if anybody says so. */
    Optional<String> proxy() {
        if (CloudflareAnswer.isBy(answer)) {
            return Optional.of("Cloudflare");
        }
        if (answer.headers().has("Ngrok-Error-Code")) {
            return Optional.of("ngrok");
        }
        return answer.shown("Server").map(StrangeAnswer::name);
    }

    private static String name(String server) {
        var lower = server.toLowerCase(Locale.ROOT);
        return SERVERS.entrySet().stream()
                .filter(each -> lower.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("a server that calls itself \"" + server + "\"");
    }

    Finding finding() {
        if (!to.isPublic()) {
            return bad(
                    "another program has the port of webhook.listen ("
                            + to.spec().listen() + "), so Slipway cannot listen" + " there",
                    "look with " + to.whoHoldsThePort() + " which one; stop it, or choose another port");
        }
        if (answer.isRedirect()) {
            return redirect();
        }
        if (answer.isSuccess()) {
            return bad(
                    "the address leads to another service, which takes anything",
                    "let the proxy pass the path /webhook on to " + origin() + ", or correct webhook.public_url");
        }
        return switch (answer.status()) {
            case 401, 407 ->
                bad("it asks for a login, which no forge can give", "exempt the path /webhook from the login");
            case 403 -> bad("a rule there forbids it", "let POST to the path /webhook pass, from any address");
            case 404 ->
                bad(
                        "it knows nothing at that path, and does not pass it on",
                        "pass the path /webhook on to " + origin() + ", or correct webhook.public_url");
            case 405 ->
                bad(
                        "it takes no POST at that path, as a server of plain files does not",
                        "pass the path /webhook on to " + origin());
            case 413 ->
                bad(
                        "its limit for bodies is smaller than a ping",
                        "raise it to webhook.max_body or more (nginx: client_max_body_size)");
            case 429 -> bad("it limits how often it may be asked", "exempt the path /webhook from that");
            case 502, 503, 504 ->
                bad(
                        "it is up, but does not reach Slipway behind it",
                        "run `slipway webhook test`; if that is well, let it pass requests on to " + origin());
            default -> bad("Slipway never saw the request", "let the path /webhook be passed on to " + origin());
        };
    }

    private Finding redirect() {
        var location = answer.shown("Location");
        var place = location.map(each -> " to " + each).orElse("");
        var onlyToTls = location.filter(this::isSameByHttps).isPresent();
        return bad(
                "a redirect" + place + ", which a forge does not follow",
                onlyToTls
                        ? "let webhook.public_url, and the URL at the forge, begin with https://"
                        : "exempt the path /webhook from it (a login page, most likely), or enter the address where it"
                                + " ends at"
                                + " the forge and in webhook.public_url");
    }

    private boolean isSameByHttps(String location) {
        try {
            var place = URI.create(location);
            return "https".equalsIgnoreCase(place.getScheme())
                    && !"https".equalsIgnoreCase(to.url().getScheme())
                    && to.url().getHost().equalsIgnoreCase(place.getHost());
        } catch (IllegalArgumentException e) {
            // Not a URL: then it is not ours.
            return false;
        }
    }

    private String origin() {
        return "http://ADDRESS-OF-THIS-HOST:" + to.spec().port();
    }

    private Finding bad(String meaning, String next) {
        var who = proxy().orElse("somebody who does not give a name");
        return Finding.bad(who + " answered " + answer.status() + " at " + to + ", not Slipway", meaning, next);
    }
}
