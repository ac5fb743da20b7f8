package dev.slipway.webhook;

import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.Time;
import dev.slipway.model.Forge;
import dev.slipway.model.WebhookSecret;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Says in one line why a delivery was not believed and what to do about it: for Slipway's own log and status, never for the
 * caller.
 *
 * <p>Of a secret it shows no character, only where it came from, its fingerprint and its length; placeholders, which everybody
 * knows, it names. What it computes is bounded, however large the body.
 */
public final class Diagnosis implements Explainer {
    private final Supplier<List<WebhookSecret>> inForce;
    private final Supplier<List<WebhookSecret>> onDisk;
    private final Supplier<List<WebhookSecret>> elsewhere;
    private final Deliveries deliveries;
    private final Time time;

    /**
     * With all that is asked at each diagnosis.
     *
     * @param inForce at least one
     * @param onDisk those of the configuration as a restart would read it now; none if it cannot be read
     * @param elsewhere others that the forge may have been given, such as {@code WEBHOOK_SECRET} in an app's env file
     */
    public Diagnosis(
            Supplier<List<WebhookSecret>> inForce,
            Supplier<List<WebhookSecret>> onDisk,
            Supplier<List<WebhookSecret>> elsewhere,
            Deliveries deliveries,
            Time time) {
        this.inForce = inForce;
        this.onDisk = onDisk;
        this.elsewhere = elsewhere;
        this.deliveries = deliveries;
        this.time = time;
    }

    @Override
    public String cause(Received received, Forge forge, Optional<Proof> proof) {
        var known = new KnownSecrets(inForce.get(), onDisk.get(), elsewhere.get());
        if (proof.isEmpty()) {
            return new Unproven(received.headers(), forge, known.shown()).cause();
        }
        var trial = new Trial(proof.get(), received.body(), new Budget(Budget.OF_ONE_DIAGNOSIS));
        var circumstances = new Circumstances(received, forge, known, deliveries, time);
        return new Search(trial, known, forge).cause().orElseGet(() -> circumstances.cause(trial));
    }

    /** The causes that can be shown to be the cause: with the right secret, the proof is right. */
    private record Search(Trial trial, KnownSecrets known, Forge forge) {
        /** Likeliest first, since what may be computed is limited. */
        Optional<String> cause() {
            return Stream.<Supplier<Optional<String>>>of(
                            this::byNow,
                            this::changedOnDisk,
                            this::slipInForce,
                            this::commonplace,
                            this::anotherSecret,
                            this::changedBody,
                            this::slipElsewhere)
                    .flatMap(each -> each.get().stream())
                    .findFirst();
        }

        private Optional<String> byNow() {
            return known.inForce().stream()
                    .filter(trial::fits)
                    .findFirst()
                    .map(secret -> trial.subject() + " matches the secret in force by now " + KnownSecrets.shown(secret)
                            + ": it was changed a moment ago; redeliver from the hook's settings");
        }

        private Optional<String> changedOnDisk() {
            return known.onDisk().stream()
                    .filter(trial::fits)
                    .findFirst()
                    .map(secret -> doesNotMatch() + ", but it does match the one that stands there now "
                            + KnownSecrets.shown(secret) + ": it was changed after Slipway read it; restart Slipway");
        }

        private Optional<String> slipInForce() {
            return known.inForce().stream()
                    .flatMap(secret -> trial.slipIn(secret).stream()
                            .map(slip -> trial.subject() + " does not match, but it does " + slip.how() + " ("
                                    + secret.origin() + "): " + slip.remedy()
                                    + (slip.side() == Variant.Side.OURS ? ", then restart Slipway" : "")))
                    .findFirst();
        }

        private Optional<String> commonplace() {
            if (trial.fits(Commonplaces.emptyKey())) {
                return Optional.of(who() + " signs with an empty secret in the place of the one in force "
                        + known.shown() + ": enter that one there");
            }
            return Commonplaces.named().stream()
                    .filter(trial::fits)
                    .findFirst()
                    .map(each -> who() + (trial.isToken() ? " sends" : " signs with") + " the placeholder '" + each
                            + "' in the place of the secret in force " + known.shown() + ": enter that one there");
        }

        private Optional<String> anotherSecret() {
            return known.elsewhere().stream()
                    .filter(trial::fits)
                    .findFirst()
                    .map(secret -> doesNotMatch() + ", but it does match another " + KnownSecrets.shown(secret)
                            + ": put that one into webhook.secret and restart Slipway, or enter the one in force at the"
                            + " forge");
        }

        private Optional<String> changedBody() {
            return trial.changeOfBody(known.inForce())
                    .map(change -> "the secret is right, but " + change.what() + ": " + change.remedy());
        }

        private Optional<String> slipElsewhere() {
            return Stream.concat(known.onDisk().stream(), known.elsewhere().stream())
                    .flatMap(secret -> trial.slipIn(secret).stream()
                            .map(slip -> doesNotMatch() + ", but it does match another one " + slip.how() + " "
                                    + KnownSecrets.shown(secret)
                                    + ": let webhook.secret and the forge have the same, then restart Slipway"))
                    .findFirst();
        }

        private String doesNotMatch() {
            return trial.subject() + " does not match the secret in force " + known.shown();
        }

        private String who() {
            return forge == Forge.UNKNOWN ? "the sender" : forge.title();
        }
    }
}
