package dev.slipway.notify;

import dev.slipway.deploy.Time;
import dev.slipway.model.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Troubles that last, may change while they do, and are told once in each form: whoever notices them has forgotten after a restart
 * of the agent what was told before.
 */
final class Lasting {
    private final SafeOutbox outbox;
    private final Time time;
    /** The forms that this process has seen. */
    private final Map<String, String> forms = new ConcurrentHashMap<>();

    Lasting(SafeOutbox outbox, Time time) {
        this.outbox = outbox;
        this.time = time;
    }

    /** The trouble is there; whether that, or its form, is new. */
    boolean isNew(String trouble, String words) {
        var form = form(trouble, words);
        var before = Optional.ofNullable(forms.put(trouble, form));
        before.filter(earlier -> !earlier.equals(form)).ifPresent(outbox::clear);
        var begins = outbox.raise(trouble, time.now());
        return outbox.raise(form, time.now()) || begins;
    }

    /** It is over; whether it was told of. */
    boolean isOver(String trouble) {
        Optional.ofNullable(forms.remove(trouble)).ifPresent(outbox::clear);
        return outbox.clear(trouble);
    }

    /** What it was about is no more. Where this process knows of it, who noticed it says that it is over. */
    void outlived(String trouble) {
        if (!forms.containsKey(trouble)) {
            outbox.clear(trouble);
        }
    }

    private static String form(String trouble, String words) {
        return trouble + " " + (words.isEmpty() ? "" : new Secret(words).fingerprint());
    }
}
