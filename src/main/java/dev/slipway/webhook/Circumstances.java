package dev.slipway.webhook;

import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.Delivery;
import dev.slipway.model.Forge;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why a proof may be wrong, where no secret that is known explains it: the clues of the request and of what came before. */
final class Circumstances {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,64}");
    /** Whether the hook is one of a repository, an organization or an App; only GitHub tells. */
    private static final String HOOK_TARGET = "X-GitHub-Hook-Installation-Target-Type";

    private static final char REPLACEMENT = '\ufffd';
    private static final int LAST_ASCII = 0x7f;
    private static final String PASS_UNCHANGED =
            "make whatever stands between the forge and Slipway pass the body on byte for byte";

    private final Received received;
    private final Forge forge;
    private final KnownSecrets known;
    private final Deliveries deliveries;
    private final Time time;

    Circumstances(Received received, Forge forge, KnownSecrets known, Deliveries deliveries, Time time) {
        this.received = received;
        this.forge = forge;
        this.known = known;
        this.deliveries = deliveries;
        this.time = time;
    }

    /** What tells most. */
    String cause(Trial trial) {
        var last = lastVerified();
        var ofTheBody = trial.isToken()
                ? Stream.<Supplier<Optional<String>>>empty()
                : Stream.<Supplier<Optional<String>>>of(
                        this::isEmpty, this::isEncoded, this::isOfAnotherLength, this::isForm, this::isMangled);
        var ofTheHook = Stream.<Function<Delivery, Optional<String>>>of(
                        this::isAnotherHook, this::isBeyondAscii, this::wasRightBefore)
                .map(clue -> (Supplier<Optional<String>>) () -> last.flatMap(clue));
        return Stream.of(ofTheBody, ofTheHook, Stream.<Supplier<Optional<String>>>of(this::isChangedOnDisk))
                .flatMap(each -> each)
                .flatMap(each -> each.get().stream())
                .findFirst()
                .map(clue -> trial.subject() + " does not match: " + clue)
                .orElseGet(() -> nothing(trial));
    }

    /** Of the same forge; a test that Slipway sends itself comes from no hook, and says nothing about one. */
    private Optional<Delivery> lastVerified() {
        var fromAHook = hook().isPresent();
        try {
            return Stream.concat(deliveries.newest(Deliveries.KEPT).stream(), deliveries.lastVerified().stream())
                    .filter(each -> each.isVerified()
                            && each.forge() == forge
                            && each.hook().isPresent() == fromAHook)
                    .findFirst();
        } catch (DeployException e) {
            // One clue less. Whoever enters the delivery meets the same fault, and reports it.
            return Optional.empty();
        }
    }

    private Optional<String> isEmpty() {
        return when(
                received.body().length() == 0,
                () -> "the body came empty; look what on the way drops it, such as a redirect from http to https");
    }

    private Optional<String> isEncoded() {
        return received.headers()
                .first("Content-Encoding")
                .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
                .map(encoding -> "the body came with Content-Encoding "
                        + (TOKEN.matcher(encoding).matches() ? encoding : "(odd)")
                        + ", which no forge uses; look what on the way encodes it");
    }

    private Optional<String> isOfAnotherLength() {
        return received.headers()
                .first("Content-Length")
                .filter(length -> !length.equals(String.valueOf(received.body().length())))
                .filter(length -> TOKEN.matcher(length).matches())
                .map(length -> "the body has " + received.body().length() + " bytes where its Content-Length says "
                        + length + "; " + PASS_UNCHANGED);
    }

    private Optional<String> isForm() {
        return received.headers()
                .first("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded"))
                .map(type -> "the hook sends a form; choose application/json as its content type at " + who()
                        + ", and enter the secret in force " + known.shown() + " there");
    }

    private Optional<String> isMangled() {
        return when(
                isReadable() && received.body().text().indexOf(REPLACEMENT) >= 0,
                () -> "the body is not UTF-8 any more, so it was changed on the way; " + PASS_UNCHANGED);
    }

    private Optional<String> isAnotherHook(Delivery last) {
        return hook().filter(id -> last.forge() == forge
                        && last.hook().filter(other -> !other.equals(id)).isPresent())
                .map(id -> "it came from hook " + id
                        + received.headers()
                                .first(HOOK_TARGET)
                                .flatMap(SafeText::identifier)
                                .map(type -> " of type " + type)
                                .orElse("")
                        + ", and the last one that was right (" + at(last.at()) + ") from hook "
                        + last.hook().orElseThrow() + "; the hook was made anew, or another one calls here: enter the"
                        + " secret in force " + known.shown() + " in it, or delete it");
    }

    /** Where ASCII passes and the rest does not, something re-encodes. */
    private Optional<String> isBeyondAscii(Delivery last) {
        var beyond = isReadable() && received.body().text().chars().anyMatch(c -> c > LAST_ASCII);
        return when(
                beyond
                        && isOfTheSameHook(last)
                        && last.secret().filter(known::areInForce).isPresent(),
                () -> "the last delivery of this hook (" + at(last.at())
                        + ") was right, and this body has text beyond ASCII:"
                        + " either it is re-encoded on the way, then " + PASS_UNCHANGED
                        + "; or the secret was changed at the forge");
    }

    private Optional<String> wasRightBefore(Delivery last) {
        if (!isOfTheSameHook(last)) {
            return Optional.empty();
        }
        var right = "the last right delivery"
                + last.hook().map(id -> " of hook " + id).orElse("") + " came on " + at(last.at());
        return last.secret()
                .map(fingerprint -> known.areInForce(fingerprint)
                        ? right + ", so its secret was changed at " + who() + " since; enter the one in force "
                                + known.shown() + " there, or bring the new one here"
                        : right + " and was made with the secret of fingerprint " + fingerprint
                                + ", which is in force no longer; enter the one that is " + known.shown() + " at "
                                + who());
    }

    private Optional<String> hook() {
        return Dialect.of(forge).hook(received.headers());
    }

    private boolean isReadable() {
        return received.body().length() <= BodyVariants.LARGEST;
    }

    private boolean isOfTheSameHook(Delivery last) {
        return last.hook().equals(hook());
    }

    private Optional<String> isChangedOnDisk() {
        return known.onDisk().stream()
                .findFirst()
                .map(secret -> "the secret in force " + known.shown() + " is not the one that stands there now "
                        + KnownSecrets.shown(secret) + "; restart Slipway, and enter that one at " + who());
    }

    private String nothing(Trial trial) {
        var not = trial.subject() + " does not match the secret in force " + known.shown();
        if (trial.isCutShort()) {
            return not
                    + ", and the body is too large to try every slip: send a ping from the hook's settings, which is small,"
                    + " and look again";
        }
        return not + ", nor any slip in copying it: enter that one in the hook's settings at " + who()
                + (trial.isToken() ? "" : "; `slipway webhook verify` tells whether another secret signed a body");
    }

    private String at(Instant instant) {
        return MINUTE.format(instant.atZone(time.zone()));
    }

    private String who() {
        return forge == Forge.UNKNOWN ? "the sender" : forge.title();
    }

    private static Optional<String> when(boolean condition, Supplier<String> clue) {
        return condition ? Optional.of(clue.get()) : Optional.empty();
    }
}
