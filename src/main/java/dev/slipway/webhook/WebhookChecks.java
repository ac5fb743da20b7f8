package dev.slipway.webhook;

import dev.slipway.deploy.Check;
import dev.slipway.model.Finding;
import dev.slipway.model.WebhookSpec;
import java.util.ArrayList;
import java.util.List;

/** Whether the webhook answers: on this machine, and by the way that the forge takes. */
public final class WebhookChecks {
    private WebhookChecks() {}

    /**
     * Whether the webhook answers here, and by its public URL where it has one.
     *
     * @param listening whether an agent runs, which alone listens; without one nobody can answer
     */
    public static List<Check> of(WebhookSpec spec, SelfTest test, boolean listening) {
        var checks = new ArrayList<Check>();
        checks.add(Check.of("webhook", () -> {
            if (!listening) {
                return List.of(Finding.note(
                        "no agent is running, so nobody listens at " + spec.listen(),
                        "whether the forge gets through cannot be tried",
                        "slipway agent, then slipway doctor"));
            }
            return List.of(finding(test.onLoopback(), "the forge's deliveries cannot be answered; polling goes on"));
        }));
        if (listening && spec.publicUrl().isPresent()) {
            checks.add(Check.of(
                    "webhook from outside",
                    () -> List.of(finding(
                            test.publicly(),
                            "the forge's deliveries do not arrive; commits are found by the poll alone"))));
        }
        return checks;
    }

    /** A result has three lines when it is not well: what happened, what it means, what to do next. */
    private static Finding finding(SelfTest.Result result, String consequence) {
        var lines = result.lines().stream().filter(line -> !line.isBlank()).toList();
        if (result.well()) {
            return Finding.well(String.join("; ", lines));
        }
        return Finding.wrong(
                lines.isEmpty() ? "the webhook does not answer" : lines.getFirst(),
                lines.size() > 2 ? lines.get(1) + "; " + consequence : consequence,
                lines.size() > 1 ? lines.getLast() : "slipway webhook test");
    }
}
