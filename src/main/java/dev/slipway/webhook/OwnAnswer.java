package dev.slipway.webhook;

import java.util.Optional;

/** What an answer means that bears Slipway's mark: it got through to a Slipway. */
final class OwnAnswer {
    private static final String MARK = "X-Slipway";
    private static final String PONG = "\"pong\"";

    private final Reply answer;
    private final Destination to;
    private final String version;
    private final String who;

    private OwnAnswer(Reply answer, Destination to, String version, String theirs) {
        this.answer = answer;
        this.to = to;
        this.version = version;
        this.who = "Slipway " + theirs;
    }

    /** Empty if it was not Slipway that answered. */
    static Optional<Finding> read(Reply answer, Destination to, String version) {
        return answer.shown(MARK).map(theirs -> new OwnAnswer(answer, to, version, theirs).finding());
    }

    private Finding finding() {
        return switch (answer.status()) {
            case 200 -> answer.beginning().contains(PONG) ? pong() : other();
            case 401 -> unauthorized();
            case 404 -> notFound();
            case 405 ->
                bad(
                        "the request arrived as another method than POST",
                        "look what on the way redirects or rewrites it, and let it pass as it is");
            case 429 -> bad("it was asked too often in the last minute", "wait a minute, then test again");
            default -> other();
        };
    }

    private Finding pong() {
        var by = new StrangeAnswer(answer, to)
                .proxy()
                .map(proxy -> " by way of " + proxy)
                .orElse("");
        var older = who.equals("Slipway " + version)
                ? ""
                : "; it is another version than this program (" + version + "): restart the agent";
        return new Finding(
                true,
                who + " answered at " + to + by + " " + answer.within() + ": pong",
                "the " + (to.isPublic() ? "way from the outside is open" : "listener runs") + ", and the secret of the"
                        + " configuration " + to.secret() + " is in force" + older,
                next());
    }

    private String next() {
        if (to.isPublic()) {
            return "if the forge still shows an error, press Redeliver there and look at `slipway history --deliveries`";
        }
        return to.spec().publicUrl().isPresent()
                ? "`slipway webhook test --public` goes the way that the forge takes"
                : "to test the way that the forge takes, set webhook.public_url and run `slipway webhook test --public`";
    }

    private Finding unauthorized() {
        return bad(
                "it did not accept a ping signed with the secret of the configuration " + to.secret()
                        + ", so it has another one in force: it was started before the secret was changed, or it is another"
                        + " agent",
                "restart the agent; if that does not help, look with " + to.whoHoldsThePort()
                        + " which process listens there");
    }

    private Finding notFound() {
        return bad(
                "it serves the webhook at the path /webhook only, and the request arrived at another",
                to.isPublic() && !to.url().getPath().equals("/webhook")
                        ? "let webhook.public_url, and the URL that is entered at the forge, end in /webhook"
                        : "let the proxy on the way keep the path as it is");
    }

    private Finding other() {
        return bad(
                "that is not what it answers to a ping; this program (" + version + ") expects 200 and a pong",
                "restart the agent so that both are the same version, and look into its log");
    }

    private Finding bad(String meaning, String next) {
        return Finding.bad(who + " answered " + answer.status() + " at " + to, meaning, next);
    }
}
