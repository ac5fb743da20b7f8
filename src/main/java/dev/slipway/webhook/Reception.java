package dev.slipway.webhook;

import dev.slipway.http.Waits;
import dev.slipway.model.Request;
import dev.slipway.model.Trigger;
import dev.slipway.model.WebhookSpec;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Response;

/** Receives a delivery: size, then body, then the {@link Judge}; wakes whom it concerns, answers, and only then notes it. */
final class Reception {
    private final Supplier<WebhookSpec> spec;
    private final Hooks hooks;
    private final Limits limits;
    private final Waits<Connection> waits;
    private final Logbook logbook;
    private final Answers answers;

    Reception(
            Supplier<WebhookSpec> spec,
            Hooks hooks,
            Limits limits,
            Waits<Connection> waits,
            Logbook logbook,
            Answers answers) {
        this.spec = spec;
        this.hooks = hooks;
        this.limits = limits;
        this.waits = waits;
        this.logbook = logbook;
        this.answers = answers;
    }

    void receive(Exchange exchange) {
        var largest = spec.get().maxBodyBytes();
        if (exchange.announcedLength() > largest && isNotWorthReading(exchange)) {
            reject(exchange, Answer.TOO_LARGE, tooLarge(largest));
        } else if (answers.isFlooded() && !offersProof(exchange)) {
            reject(exchange, Answer.TOO_MANY, "it has no well-formed signature");
        } else {
            read(exchange, largest);
        }
    }

    /** Whether reading on would not help the sender to see the answer, since it has sent nothing yet, or sends too much. */
    private static boolean isNotWorthReading(Exchange exchange) {
        return exchange.waitsToBeAsked() || exchange.announcedLength() > WebhookSpec.LARGEST_BODY_BYTES;
    }

    private static boolean offersProof(Exchange exchange) {
        return Envelope.of(exchange.headers(), Body.of("")).proof().isPresent();
    }

    private void read(Exchange exchange, int largest) {
        var connection = exchange.connection();
        var reader = new BodyReader(
                exchange.request(),
                largest,
                bytes -> waits.hold(connection, bytes, largest + limits.spareBytes()),
                outcome -> {
                    waits.end(connection);
                    conclude(exchange, outcome, largest);
                });
        waits.begin(connection, limits.body(), reader::giveUp);
        reader.read();
    }

    /** Runs on whichever thread the last byte came in on, where Jetty would answer for nothing that is thrown. */
    private void conclude(Exchange exchange, BodyReader.Outcome outcome, int largest) {
        try {
            switch (outcome) {
                case BodyReader.Outcome.Whole whole -> judge(exchange, whole.body());
                case BodyReader.Outcome.TooLarge ignored -> reject(exchange, Answer.TOO_LARGE, tooLarge(largest));
                case BodyReader.Outcome.Late ignored -> reject(exchange, Answer.LATE, "its body did not come in time");
                case BodyReader.Outcome.Broken ignored -> reject(exchange, Answer.MALFORMED, "its body broke off");
            }
        } catch (RuntimeException e) {
            Response.writeError(exchange.request(), exchange.response(), exchange.callback(), e);
        }
    }

    private void judge(Exchange exchange, Body body) {
        var received = received(exchange, body);
        var judgement = new Judge(spec.get().secrets(), hooks.apps().get()).judge(received);
        for (var app : judgement.apps()) {
            hooks.nudge().accept(new Request(app, Trigger.WEBHOOK, Optional.empty(), false, received.at()));
        }
        answers.send(judgement.answer(), exchange);
        logbook.enter(received, judgement);
    }

    private void reject(Exchange exchange, Answer answer, String why) {
        var received = received(exchange, Body.of(""));
        var envelope = Envelope.of(received.headers(), received.body());
        answers.send(answer, exchange);
        logbook.enter(received, Judgement.rejected(envelope, answer, why));
    }

    private Received received(Exchange exchange, Body body) {
        return new Received(hooks.time().now(), exchange.from(), exchange.headers(), body);
    }

    private static String tooLarge(int largest) {
        return "its body is larger than " + largest + " bytes, which is what webhook.max_body allows";
    }
}
