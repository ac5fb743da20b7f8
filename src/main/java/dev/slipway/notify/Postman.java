package dev.slipway.notify;

import dev.slipway.model.Destination;
import dev.slipway.model.News;

/** Takes one message to one service, once. */
final class Postman {
    private static final int NOTHING_THERE = 204;

    private final HttpSender http = new HttpSender(HttpSender.PATIENCE);

    /**
     * Returns when the service has taken it.
     *
     * @param id tells one message from another, should it come twice; 0 for a test
     * @throws NotSent if it has not, or has not said so in time
     */
    void send(Destination to, long id, News news) throws NotSent, InterruptedException {
        var payloads = new Payloads(id, news);
        switch (to) {
            case Destination.Ntfy ntfy -> http.post(payloads.ntfy(ntfy));
            case Destination.Gotify gotify -> http.post(payloads.gotify(gotify));
            case Destination.Discord discord -> http.post(payloads.discord(discord));
            case Destination.Slack slack -> http.post(payloads.slack(slack));
            case Destination.Telegram telegram -> http.post(payloads.telegram(telegram));
            case Destination.Webhook webhook -> http.post(payloads.webhook(webhook));
            case Destination.Email email -> Mailer.send(email, id, news);
            case Destination.Apprise apprise -> {
                var post = payloads.apprise(apprise);
                if (http.post(post).status() == NOTHING_THERE) {
                    throw NotSent.refused(
                            HttpSender.site(post.url()) + " has no configuration under the key of this URL",
                            "make one there, or correct the key at the end of the URL");
                }
            }
        }
    }
}
