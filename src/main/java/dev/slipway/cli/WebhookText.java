package dev.slipway.cli;

import dev.slipway.deploy.WebhookStatus;
import dev.slipway.model.Delivery;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * How the webhook stands, for people, and what came in by it.
 *
 * @param watched whether the process that is asked is an agent, which alone listens
 */
record WebhookText(Style style, ZonedDateTime now, boolean watched) {
    private static final String NONE = "-";

    /** Whether it listens, what came in last, and what was rejected since. */
    List<String> lines(WebhookStatus webhook) {
        var lines = new ArrayList<String>();
        lines.add(listening(webhook));
        lines.add("last nudge " + webhook.lastVerified().map(this::nudge).orElse("not yet (slipway webhook test)"));
        webhook.rejection()
                .ifPresent(delivery -> lines.add("last rejected " + Wording.when(delivery.at(), now) + ", answered "
                        + delivery.status() + ": " + delivery.reason() + " (slipway history --deliveries)"));
        return lines.stream().map(Wording::harmless).toList();
    }

    /** {@code listens at 0.0.0.0:9000}, or why not. */
    String listening(WebhookStatus webhook) {
        if (!watched) {
            return "no agent is running, so nobody listens at " + webhook.listen() + " (slipway agent)";
        }
        return Wording.harmless(webhook.trouble()
                .map(trouble -> "degraded, polling goes on: " + trouble)
                .orElse("listens at " + webhook.listen()));
    }

    /** {@code 4 min ago: push from GitHub, accepted: woke web}. */
    String nudge(Delivery delivery) {
        return Wording.harmless(Wording.when(delivery.at(), now) + ": " + event(delivery) + " from "
                + delivery.forge().title() + ", " + Wording.words(delivery.verdict()) + ": " + delivery.reason());
    }

    /** A row for each delivery, in the given order. */
    List<String> table(List<Delivery> deliveries) {
        var table = new Table(style, "AT", "FROM", "FORGE", "EVENT", "ANSWER", "APPS", "REASON");
        for (var delivery : deliveries) {
            table.row(
                    Table.Cell.plain(Wording.when(delivery.at(), now)),
                    Table.Cell.plain(Wording.harmless(delivery.from())),
                    Table.Cell.plain(delivery.forge().title()),
                    Table.Cell.plain(event(delivery)),
                    answer(delivery),
                    Table.Cell.plain(delivery.apps().isEmpty() ? NONE : String.join(" ", delivery.apps())),
                    Table.Cell.plain(Wording.harmless(delivery.reason())));
        }
        return table.lines();
    }

    private Table.Cell answer(Delivery delivery) {
        var word = delivery.status() + " " + Wording.words(delivery.verdict());
        return switch (delivery.verdict()) {
            case ACCEPTED, PONG -> new Table.Cell(style.good() + " " + word, style::green);
            case IGNORED -> new Table.Cell(style.pending() + " " + word, style::yellow);
            case REJECTED -> new Table.Cell(style.bad() + " " + word, style::red);
        };
    }

    private static String event(Delivery delivery) {
        return delivery.event().isEmpty() ? NONE : Wording.harmless(delivery.event());
    }
}
