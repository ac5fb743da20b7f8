package dev.slipway.webhook;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an answer of Cloudflare's own means; it stands between the forge and a tunnel's end. The numbers are from its pages on 5xx
 * and 1xxx errors.
 */
final class CloudflareAnswer {
    private static final Pattern CODE = Pattern.compile("(?i)\\berror(?: code)?:?\\s*(1\\d{3})\\b");
    private static final Pattern RAY = Pattern.compile("[0-9A-Za-z-]{1,40}");
    private static final String ACCESS_LOGIN = ".cloudflareaccess.com";
    private static final String ACCESS_PATH = "/cdn-cgi/access/";
    private static final String EXEMPT =
            "in Zero Trust > Access, add an application for the path /webhook with a Bypass policy for everyone; Slipway"
                    + " checks"
                    + " the signature itself";
    private static final String TUNNEL_DOWN = "1033";

    private final Reply answer;
    private final Destination to;

    private CloudflareAnswer(Reply answer, Destination to) {
        this.answer = answer;
        this.to = to;
    }

    /** Empty if it is not Cloudflare that answered. */
    static Optional<Finding> read(Reply answer, Destination to) {
        return isBy(answer) ? Optional.of(new CloudflareAnswer(answer, to).finding()) : Optional.empty();
    }

    static boolean isBy(Reply answer) {
        return answer.headers().has("CF-Ray")
                || answer.headers().has("CF-Mitigated")
                || answer.headers()
                        .first("Server")
                        .filter(server -> server.toLowerCase(Locale.ROOT).startsWith("cloudflare"))
                        .isPresent();
    }

    private Finding finding() {
        if (isAccess()) {
            return bad("a Cloudflare Access policy asks for a login, which no forge can give", EXEMPT);
        }
        if (answer.isRedirect()) {
            return bad(
                    "a redirect"
                            + answer.shown("Location")
                                    .map(place -> " to " + place)
                                    .orElse("") + ", which a forge does not follow",
                    "in Rules, exempt the path /webhook from redirects, or enter the address where it ends at the forge"
                            + " and in"
                            + " webhook.public_url");
        }
        if (answer.headers().has("CF-Mitigated")) {
            return bad(
                    "Bot Fight Mode, Under Attack Mode or a WAF rule challenged the request as if it came from a browser",
                    "look in Security > Events which one" + ray()
                            + ", and let it skip the path /webhook; the free Bot Fight Mode"
                            + " knows no exceptions and must be turned off");
        }
        return switch (answer.status()) {
            case 403 ->
                bad(
                        "a WAF rule, Bot Fight Mode or an Access policy forbids it",
                        "look in Security > Events which one" + ray() + ", and let it skip the path /webhook");
            case 404 ->
                bad(
                        "no rule of the tunnel is for this host and path, so its last one answered",
                        "add a public hostname to the tunnel whose service is " + origin());
            case 429 ->
                bad(
                        "a rate limiting rule took hold",
                        "look in Security > Events which one" + ray() + ", and let it skip the path /webhook");
            case 530 -> gone();
            default -> answer.status() >= 500 ? origin5xx() : unexpected();
        };
    }

    private boolean isAccess() {
        return answer.headers()
                        .first("Location")
                        .filter(place -> place.contains(ACCESS_LOGIN) || place.contains(ACCESS_PATH))
                        .isPresent()
                || answer.headers()
                        .first("WWW-Authenticate")
                        .filter(scheme -> scheme.startsWith("Cloudflare-Access"))
                        .isPresent()
                || answer.beginning().contains("Cloudflare Access");
    }

    private Finding gone() {
        if (code().filter(TUNNEL_DOWN::equals).isPresent() || code().isEmpty()) {
            return bad(
                    "the tunnel is down: no cloudflared is connected to it",
                    "start cloudflared where it belongs (`systemctl status cloudflared` or `docker ps`), and look into"
                            + " its log");
        }
        return bad(
                "Cloudflare does not find what the host's DNS record points to",
                "let the record be a CNAME to TUNNEL-ID.cfargotunnel.com, as `cloudflared tunnel route dns` makes it");
    }

    private Finding origin5xx() {
        return switch (answer.status()) {
            case 502 ->
                bad(
                        "the tunnel is up, but cloudflared does not reach Slipway from where it runs",
                        "run `slipway webhook test`; if that is well, let the tunnel's service be " + origin());
            case 521, 522, 523 ->
                bad(
                        "Cloudflare does not reach this host: it refuses, does not answer or has no route",
                        "open the port for Cloudflare's addresses, or use a tunnel, which needs no open port");
            case 524, 504 ->
                bad(
                        "something took the connection and did not answer in time",
                        "run `slipway webhook test`; if that is well, let the tunnel's service be " + origin());
            case 525, 526 ->
                bad(
                        "Cloudflare does not trust the TLS of what stands behind it",
                        "Slipway itself speaks plain HTTP: let the tunnel's service be " + origin());
            default ->
                bad(
                        "what stands behind Cloudflare, or Cloudflare itself, is in trouble",
                        "run `slipway webhook test`; if that is well, look into cloudflared's log" + ray());
        };
    }

    private Finding unexpected() {
        return bad(
                "Cloudflare, or a Worker or page there, takes the request instead of passing it on",
                "let the host name belong to the tunnel, whose service is " + origin());
    }

    private String origin() {
        return "http://127.0.0.1:" + to.spec().port()
                + " (from cloudflared in a container: this host's address there, not" + " localhost)";
    }

    private Optional<String> code() {
        var matcher = CODE.matcher(answer.beginning());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private String ray() {
        return answer.headers()
                .first("CF-Ray")
                .filter(ray -> RAY.matcher(ray).matches())
                .map(ray -> " (ray " + ray + ")")
                .orElse("");
    }

    private Finding bad(String meaning, String next) {
        var error = code().map(number -> " (error " + number + ")").orElse("");
        return Finding.bad(
                "Cloudflare answered " + answer.status() + error + " at " + to + ", not Slipway", meaning, next);
    }
}
