package dev.slipway.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Delivery.Verdict;
import dev.slipway.model.Forge;
import dev.slipway.model.Secret;
import dev.slipway.model.TagFilter;
import dev.slipway.model.WebhookSecret;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each forge's headers and payload, as it documents them. */
class DialectTest {
    private static final String SECRET = Hookshot.SECRET;
    private static final String GITEA_PUSH =
            "{\"ref\":\"refs/heads/main\",\"after\":\"b\",\"repository\":{\"html_url\":\"http://git.lan:3000/me/web\","
                    + "\"ssh_url\":\"ssh://git@git.lan:2222/me/web.git\",\"clone_url\":\"http://git.lan:3000/me/web.git\"}}";
    private static final String GITLAB_PUSH =
            "{\"object_kind\":\"push\",\"ref\":\"refs/heads/main\",\"after\":\"b\",\"checkout_sha\":\"b\","
                    + "\"project\":{\"git_ssh_url\":\"git@git.lan:me/web.git\",\"git_http_url\":\"https://git.lan/me/web.git\"},"
                    + "\"repository\":{\"url\":\"git@git.lan:me/web.git\"}}";
    private static final String BITBUCKET_PUSH =
            "{\"push\":{\"changes\":[{\"old\":null,\"new\":{\"type\":\"tag\",\"name\":\"v1\"}},"
                    + "{\"new\":{\"type\":\"branch\",\"name\":\"main\"}}]},"
                    + "\"repository\":{\"full_name\":\"me/web\",\"links\":{\"html\":{\"href\":\"https://git.lan/me/web\"}}}}";

    private static Judgement judge(String secret, Headers headers, String body) {
        var app = Hookshot.app("web", "git@git.lan:me/web.git", "main");
        var received = new Received(Instant.EPOCH, "192.0.2.1", headers, Body.of(body));
        return new Judge(List.of(new WebhookSecret(new Secret(secret), "a test")), List.of(app)).judge(received);
    }

    private static Judgement judge(Headers headers, String body) {
        return judge(SECRET, headers, body);
    }

    private static Judgement judgeByTag(Headers headers, String body) {
        var app = Hookshot.app("web", "git@git.lan:me/web.git", "main");
        app = app.with(app.git().with(new TagFilter(List.of("v*"))));
        var received = new Received(Instant.EPOCH, "192.0.2.1", headers, Body.of(body));
        return new Judge(List.of(new WebhookSecret(new Secret(SECRET), "a test")), List.of(app)).judge(received);
    }

    @Test
    void aTagThatMatchesWakesTheAppThatFollowsTags() {
        var gitea = GITEA_PUSH.replace("refs/heads/main", "refs/tags/v1.2.3");
        assertAccepted(Forge.GITEA, judgeByTag(gitea(gitea), gitea));
        var gitLab = GITLAB_PUSH.replace("refs/heads/main", "refs/tags/v1.2.3");
        var headers = new Headers().with("X-Gitlab-Event", "Tag Push Hook").with("X-Gitlab-Token", SECRET);
        assertAccepted(Forge.GITLAB, judgeByTag(headers, gitLab));
        assertAccepted(Forge.BITBUCKET, judgeByTag(bitbucket(BITBUCKET_PUSH), BITBUCKET_PUSH));
    }

    @ParameterizedTest
    @CsvSource({
        "refs/heads/v1.2.3, false, not a tag",
        "refs/heads/main, false, not a tag",
        "refs/tags/main, false, no app follows this tag",
        "refs/tags/old/v1.2.3, false, no app follows this tag",
        "refs/tags/v1.2.3, true, the ref was deleted",
    })
    void anAppThatFollowsTagsIsWokenByNothingElse(String ref, boolean deleted, String why) {
        var body = GITEA_PUSH
                .replace("refs/heads/main", ref)
                .replace("\"after\":\"b\"", "\"after\":\"" + (deleted ? "0".repeat(40) : "b") + "\"");
        var judgement = judgeByTag(gitea(body), body);
        assertEquals(Verdict.IGNORED, judgement.verdict());
        assertTrue(judgement.reason().startsWith(why), judgement.reason());
    }

    private static Headers bitbucket(String body) {
        return new Headers()
                .with("X-Event-Key", "repo:push")
                .with("X-Request-UUID", "9")
                .with("X-Hub-Signature", "sha256=" + hex(body));
    }

    private static String hex(String body) {
        return Post.hex(SECRET, body.getBytes(UTF_8));
    }

    /** As Gitea writes them, GitHub's and Gogs's beside its own. */
    private static Headers gitea(String body) {
        return new Headers()
                .with("X-GitHub-Event", "push")
                .with("X-GitHub-Delivery", "3")
                .with("X-Gogs-Event", "push")
                .with("X-Gogs-Signature", hex(body))
                .with("X-Gitea-Event", "push")
                .with("X-Gitea-Delivery", "3")
                .with("X-Gitea-Signature", hex(body))
                .with("X-Hub-Signature", "sha1=0123")
                .with("X-Hub-Signature-256", "sha256=" + hex(body));
    }

    private static void assertAccepted(Forge forge, Judgement judgement) {
        assertEquals(Verdict.ACCEPTED, judgement.verdict(), judgement.reason());
        assertEquals(forge, judgement.envelope().forge());
        assertEquals(List.of("web"), judgement.apps());
    }

    @Test
    void giteaSignsInItsOwnHeader() {
        assertAccepted(Forge.GITEA, judge(gitea(GITEA_PUSH), GITEA_PUSH));
    }

    @Test
    void forgejoSignsInItsOwnHeaderAndABadOneIsNotMadeGoodByGiteas() {
        var headers = gitea(GITEA_PUSH).with("X-Forgejo-Event", "push");
        assertAccepted(Forge.GITEA, judge(headers.with("X-Forgejo-Signature", hex(GITEA_PUSH)), GITEA_PUSH));

        var bad = gitea(GITEA_PUSH).with("X-Forgejo-Signature", "0".repeat(64));
        assertEquals(Answer.SIGNATURE, judge(bad, GITEA_PUSH).answer());
    }

    @Test
    void giteaOfBeforeItsOwnHeaderSignsInGitHubs() {
        var headers =
                new Headers().with("X-Gitea-Event", "push").with("X-Hub-Signature-256", "sha256=" + hex(GITEA_PUSH));

        assertAccepted(Forge.GITEA, judge(headers, GITEA_PUSH));
    }

    @Test
    void gogsSignsInBareHex() {
        var headers = new Headers()
                .with("X-GitHub-Event", "push")
                .with("X-Gogs-Event", "push")
                .with("X-Gogs-Delivery", "5")
                .with("X-Gogs-Signature", hex(GITEA_PUSH));

        assertAccepted(Forge.GOGS, judge(headers, GITEA_PUSH));
    }

    @Test
    void gitLabSendsTheSecretItself() {
        var headers = new Headers()
                .with("X-Gitlab-Event", "Push Hook")
                .with("X-Gitlab-Event-UUID", "7")
                .with("X-Gitlab-Token", SECRET);

        assertAccepted(Forge.GITLAB, judge(headers, GITLAB_PUSH));
        assertEquals(Answer.SIGNATURE, judge("another", headers, GITLAB_PUSH).answer());
    }

    @Test
    void gitLabTagsAndOtherEventsAreIgnored() {
        var headers = new Headers().with("X-Gitlab-Event", "Tag Push Hook").with("X-Gitlab-Token", SECRET);
        assertEquals(
                Answer.ignored("not a branch"),
                judge(headers, GITLAB_PUSH.replace("refs/heads", "refs/tags")).answer());

        var note = new Headers().with("X-Gitlab-Event", "Note Hook").with("X-Gitlab-Token", SECRET);
        assertEquals(Answer.ignored("not a push"), judge(note, GITLAB_PUSH).answer());
    }

    @Test
    void gitLabSigningTokenSignsIdTimeAndBody() {
        var key = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);
        var token = "whsec_" + Base64.getEncoder().encodeToString(key);
        var digest = Proof.Signature.of(key, Body.of("msg_1.1780000000." + GITLAB_PUSH));
        var headers = new Headers()
                .with("X-Gitlab-Event", "Push Hook")
                .with("webhook-id", "msg_1")
                .with("webhook-timestamp", "1780000000")
                .with("webhook-signature", "v1," + Base64.getEncoder().encodeToString(digest));

        assertAccepted(Forge.GITLAB, judge(token, headers, GITLAB_PUSH));
        assertEquals(Answer.SIGNATURE, judge(token, headers, GITLAB_PUSH + " ").answer());
        assertEquals(
                Answer.SIGNATURE,
                judge(token, headers.with("webhook-id", "msg_2"), GITLAB_PUSH).answer(),
                "two ids");
    }

    @Test
    void gitLabTokenDoesNotMakeABadSignatureGood() {
        var headers = new Headers()
                .with("X-Gitlab-Event", "Push Hook")
                .with("X-Gitlab-Token", SECRET)
                .with("webhook-id", "1")
                .with("webhook-timestamp", "1")
                .with("webhook-signature", "v1," + "A".repeat(43) + "=");

        assertEquals(Answer.SIGNATURE, judge(headers, GITLAB_PUSH).answer());
    }

    @Test
    void bitbucketNamesSeveralRefsInOnePush() {
        var headers = new Headers()
                .with("X-Event-Key", "repo:push")
                .with("X-Hook-UUID", "{a-b}")
                .with("X-Hub-Signature", "sha256=" + hex(BITBUCKET_PUSH));

        assertAccepted(Forge.BITBUCKET, judge(headers, BITBUCKET_PUSH));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"changes\":[]}', no ref was changed",
        "'{\"changes\":[{\"old\":{\"type\":\"branch\",\"name\":\"main\"},\"new\":null}]}', the ref was deleted"
    })
    void bitbucketChangesThatBringNothingAreIgnored(String push, String reason) {
        var body =
                BITBUCKET_PUSH.replaceFirst("\\{\"changes\":\\[.*?]}", java.util.regex.Matcher.quoteReplacement(push));
        var headers = new Headers().with("X-Event-Key", "repo:push").with("X-Hub-Signature", "sha256=" + hex(body));

        assertEquals(Answer.ignored(reason), judge(headers, body).answer());
    }

    @ParameterizedTest
    @CsvSource({
        "'{}'",
        "'{\"push\":{}}'",
        "'{\"push\":{\"changes\":[1]}}'",
        "'{\"push\":{\"changes\":[{\"new\":{}}]}}'",
        "'{\"push\":[]}'"
    })
    void bitbucketPayloadThatIsNoneIsMalformed(String body) {
        var headers = new Headers().with("X-Event-Key", "repo:push").with("X-Hub-Signature", "sha256=" + hex(body));

        assertEquals(Answer.MALFORMED, judge(headers, body).answer());
    }

    @Test
    void scriptThatSignsButNamesNoEventIsBelievedAndIgnored() {
        var headers = new Headers().with("X-Hub-Signature-256", "sha256=" + hex("{}"));

        assertEquals(Answer.ignored("no event is named"), judge(headers, "{}").answer());
    }
}
