package dev.slipway.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A change of state that somebody who is not looking should hear of. None of its texts may hold a secret.
 *
 * @param app whom it is about; empty if it is about the host
 * @param title one line that says what happened
 * @param body what stands and what to do next, in lines
 * @param log last lines of a log, oldest first
 * @param deployment that came to its end
 */
public record News(
        Kind kind,
        Optional<String> app,
        String title,
        List<String> body,
        List<String> log,
        Optional<Deployed> deployment,
        Instant at) {
    public News {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(app);
        Objects.requireNonNull(title);
        Objects.requireNonNull(deployment);
        Objects.requireNonNull(at);
        body = List.copyOf(body);
        log = List.copyOf(log);
    }

    /** News without a deployment and its log. */
    public static News of(Kind kind, Optional<String> app, String title, List<String> body, Instant at) {
        return new News(kind, app, title, body, List.of(), Optional.empty(), at);
    }

    /** Which deployment, of which commit. */
    public record Deployed(long id, String commit) {
        public Deployed {
            Objects.requireNonNull(commit);
        }
    }

    /** How much a person should care. */
    public enum Tone {
        GOOD,
        INFO,
        WARNING,
        BAD
    }

    /** What changed. */
    public enum Kind {
        DEPLOYED("deployed", Tone.GOOD),
        FAILED("failed", Tone.BAD),
        ROLLED_BACK("rolled-back", Tone.BAD),
        BROKEN("broken", Tone.BAD),
        PUSH_FAILED("push-failed", Tone.WARNING),
        UNREACHABLE("unreachable", Tone.WARNING),
        WEBHOOK_SILENT("webhook-silent", Tone.WARNING),
        DISK_LOW("disk-low", Tone.WARNING),
        TOKEN_EXPIRING("token-expiring", Tone.WARNING),
        DRIFT("drift", Tone.WARNING),
        RECOVERED("recovered", Tone.GOOD),
        /** Only when a person asks for it. */
        TEST("test", Tone.INFO);

        private final String key;
        private final Tone tone;

        Kind(String key, Tone tone) {
            this.key = key;
            this.tone = tone;
        }

        /** As it is written in the configuration and in what is sent. */
        public String key() {
            return key;
        }

        public Tone tone() {
            return tone;
        }
    }
}
