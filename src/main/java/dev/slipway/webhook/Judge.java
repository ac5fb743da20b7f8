package dev.slipway.webhook;

import dev.slipway.model.App;
import dev.slipway.model.Delivery.Verdict;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what a delivery means. First the signature over the raw bytes; nothing of the content is looked at before. Then which
 * repository and ref it names, and which apps follow these. It never supplies a URL, a ref or a commit to deploy.
 */
final class Judge {
    private static final Set<String> PINGS = Set.of("ping", "diagnostics:ping");
    private static final Set<String> PUSHES = Set.of("push", "Push Hook", "Tag Push Hook", "repo:push");
    private static final String BRANCHES = "refs/heads/";
    private static final String TAGS = "refs/tags/";
    private static final String JSON = "application/json";

    private final Keyring keyring;
    private final List<App> apps;

    Judge(List<WebhookSecret> secrets, List<App> apps) {
        this.keyring = new Keyring(secrets);
        this.apps = apps;
    }

    Judgement judge(Received received) {
        var envelope = Envelope.of(received.headers(), received.body());
        var secret = envelope.proof().flatMap(keyring::match).map(WebhookSecret::value);
        if (secret.isEmpty()) {
            var why =
                    envelope.proof().isPresent() ? "no secret in force verifies it" : "it has no well-formed signature";
            return Judgement.rejected(envelope, Answer.SIGNATURE, why);
        }
        return new Signed(envelope, Optional.of(secret.get()).map(Secret::fingerprint)).judge(received);
    }

    /** A delivery by one who knows a secret. */
    private final class Signed {
        private final Envelope envelope;
        private final Optional<String> secret;

        Signed(Envelope envelope, Optional<String> secret) {
            this.envelope = envelope;
            this.secret = secret;
        }

        Judgement judge(Received received) {
            if (!isJson(received.headers())) {
                return rejected(Answer.NOT_JSON, "it is not JSON; set the hook's content type to application/json");
            }
            try {
                return judge(Payload.read(received.body()));
            } catch (MalformedPayloadException e) {
                return rejected(Answer.MALFORMED, e.reason());
            }
        }

        private Judgement judge(Payload payload) throws MalformedPayloadException {
            if (PINGS.contains(envelope.event())) {
                return new Judgement(envelope, Verdict.PONG, Answer.PONG, "a signed ping", List.of(), secret);
            }
            if (envelope.event().isEmpty()) {
                return ignored("no event is named", "");
            }
            if (!PUSHES.contains(envelope.event())) {
                return ignored("not a push", ": " + envelope.event());
            }
            return judge(Push.of(envelope.forge(), payload));
        }

        private Judgement judge(Push push) {
            var followers = apps.stream()
                    .filter(app -> CloneUrl.of(app.git().url())
                            .filter(push.repository()::contains)
                            .isPresent())
                    .toList();
            if (followers.isEmpty()) {
                return ignored("no app follows this repository", ": " + names(push.repository()));
            }
            var awake = followers.stream()
                    .filter(app -> isUpdated(app, push))
                    .map(App::name)
                    .toList();
            if (awake.isEmpty()) {
                return ignored(whyNoneOf(followers, push), ": " + refs(push));
            }
            var reason = SafeText.of("push to " + refs(push) + " of " + names(push.repository()));
            return new Judgement(
                    envelope, Verdict.ACCEPTED, Answer.accepted(envelope.id(), awake), reason, awake, secret);
        }

        private Judgement ignored(String why, String details) {
            return new Judgement(
                    envelope, Verdict.IGNORED, Answer.ignored(why), SafeText.of(why + details), List.of(), secret);
        }

        private Judgement rejected(Answer answer, String why) {
            return new Judgement(envelope, Verdict.REJECTED, answer, why, List.of(), secret);
        }
    }

    private static boolean isUpdated(App app, Push push) {
        return push.changes().stream().anyMatch(change -> !change.deleted() && isFollowed(app, change.ref()));
    }

    /** A branch named like a tag is none, nor the other way round. */
    private static boolean isFollowed(App app, String ref) {
        var tags = app.git().tag();
        return tags.isEmpty()
                ? ref.equals(app.git().ref())
                : ref.startsWith(TAGS) && tags.get().matches(ref.substring(TAGS.length()));
    }

    private static String whyNoneOf(List<App> followers, Push push) {
        if (push.changes().isEmpty()) {
            return "no ref was changed";
        }
        if (push.changes().stream().allMatch(Push.Change::deleted)) {
            return "the ref was deleted";
        }
        var byTag =
                followers.stream().filter(app -> app.git().tag().isPresent()).count();
        if (push.changes().stream().noneMatch(change -> change.ref().startsWith(BRANCHES))) {
            return byTag == 0 ? "not a branch" : "no app follows this tag";
        }
        if (byTag == followers.size()) {
            return "not a tag";
        }
        return "no app follows this branch";
    }

    /** A payload that is compressed is not JSON either: what was signed is not what would be read. */
    private static boolean isJson(Headers headers) {
        var type = headers.first("Content-Type").orElse(JSON).toLowerCase(Locale.ROOT);
        var encoding = headers.first("Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
        return (type.equals(JSON) || type.startsWith(JSON + ";") || type.startsWith(JSON + " "))
                && encoding.equals("identity");
    }

    private static String refs(Push push) {
        return push.changes().stream().map(Push.Change::ref).distinct().sorted().collect(Collectors.joining(", "));
    }

    private static String names(Set<CloneUrl> repository) {
        return repository.stream().map(CloneUrl::toString).sorted().collect(Collectors.joining(", "));
    }
}
