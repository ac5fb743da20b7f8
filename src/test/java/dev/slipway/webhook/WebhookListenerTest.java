package dev.slipway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.ManualTime;
import dev.slipway.model.Blame;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import dev.slipway.model.WebhookSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookListenerTest {
    private static WebhookListener listener(WebhookSpec spec) {
        var hooks = new Hooks(
                List::of,
                request -> {},
                new Hookshot.InMemoryDeliveries(),
                (received, forge, proof) -> "",
                () -> true,
                new ManualTime());
        return new WebhookListener(() -> spec, hooks, "1");
    }

    @Test
    void portThatIsTakenIsTheHostsTroubleAndSaysWhatToDo() throws Exception {
        try (var holder = Hookshot.listening();
                var second = listener(Hookshot.spec(holder.port(), "s"))) {
            var failure = assertThrows(DeployException.class, second::start).failure();

            assertEquals(Blame.HOST, failure.blame());
            assertEquals(
                    "the webhook cannot listen at 127.0.0.1:" + holder.port() + ": the port is taken", failure.what());
            assertTrue(failure.next().contains("webhook.listen"), failure.next());
            assertEquals(202, holder.deliver(Post.push()).status());
        }
    }

    @Test
    void addressThatIsNotThisMachinesIsTheHostsTrouble() {
        var elsewhere = new WebhookSpec(
                "192.0.2.1", 0, List.of(new WebhookSecret(new Secret("s"), "a test")), Optional.empty(), 1000);
        try (var listener = listener(elsewhere)) {
            var failure = assertThrows(DeployException.class, listener::start).failure();

            assertEquals(Blame.HOST, failure.blame());
            assertTrue(failure.what().startsWith("the webhook cannot listen at 192.0.2.1:0: "), failure.what());
        }
    }

    @Test
    void closesWhatWasNeverStarted() {
        listener(Hookshot.spec(0, "s")).close();
    }

    @Test
    void keepsWhatItAnsweredBeforeItCloses() throws Exception {
        var hook = Hookshot.listening();
        for (var i = 0; i < 50; i++) {
            hook.deliver(Post.push());
        }
        hook.close();

        assertEquals(50, hook.deliveries.newest(1000).size());
    }
}
