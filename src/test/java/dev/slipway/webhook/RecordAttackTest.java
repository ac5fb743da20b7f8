package dev.slipway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Delivery;
import dev.slipway.model.Delivery.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger can bring into the record and the log: nothing but plain, short text. */
class RecordAttackTest extends HookCase {
    @ParameterizedTest
    @ValueSource(strings = {"\\u000a", "\\u000d", "\\u0000", "\\u001b[31m", "\\u202e", "\\u2028", "\\ud800"})
    void controlCharactersInABranchDoNotReachIt(String evil) {
        hook.deliver(Post.of(Hookshot.PUSH.replace("heads/main", "heads/" + evil)));

        assertPlain(hook.kept(1).getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[2J", "\u0007", "\u0000", "a\rb"})
    void controlCharactersInAHeaderAreMalformed(String evil) {
        assertEquals(400, hook.deliver(Post.push().event("issues" + evil)).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0085", "\u009b31m", "\u00ad"})
    void upperControlCharactersInAHeaderDoNotReachIt(String evil) {
        hook.deliver(Post.push().event("issues" + evil));

        assertPlain(hook.kept(1).getFirst());
    }

    @Test
    void longNamesAreCut() {
        hook.deliver(Post.of(Hookshot.PUSH.replace("heads/main", "heads/" + "x".repeat(5000))));

        assertTrue(hook.kept(1).getFirst().reason().length() <= SafeText.LONGEST + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>", "a b", "", "'; drop table deliveries; --"})
    void idThatNoForgeWouldMakeIsNoId(String id) {
        var reply = hook.deliver(Post.push().header("X-GitHub-Delivery", id));

        assertTrue(reply.body().contains("\"delivery\":\"\""), reply.body());
        assertEquals(Optional.empty(), hook.kept(1).getFirst().id());
    }

    @Test
    void callersAddressIsTheSocketsWhateverIsForged() {
        hook.deliver(Post.push()
                .also("X-Forwarded-For", "203.0.113.9")
                .also("Forwarded", "for=203.0.113.9")
                .also("CF-Connecting-IP", "203.0.113.9"));

        assertEquals("127.0.0.1", hook.kept(1).getFirst().from());
    }

    @Test
    void recordSaysWhatCameOfIt() {
        hook.deliver(Post.push());

        var kept = hook.kept(1).getFirst();
        assertEquals(Verdict.ACCEPTED, kept.verdict());
        assertEquals(202, kept.status());
        assertEquals("push to refs/heads/main of github.com/me/web", kept.reason());
        assertEquals(Optional.of("292430182"), kept.hook());
        assertEquals("push", kept.event());
        assertTrue(kept.isVerified());
        assertFalse(kept.secret().orElseThrow().contains(Hookshot.SECRET));
    }

    @Test
    void rejectionIsExplainedAfterItsAnswer() {
        hook.deliver(Post.push().without("X-Hub-Signature-256"));

        var kept = hook.kept(1).getFirst();
        assertEquals(Verdict.REJECTED, kept.verdict());
        assertEquals("because of the moon", kept.reason());
        assertFalse(kept.isVerified());
        assertEquals(Hookshot.PUSH, hook.explained.getFirst().body().text());
    }

    @Test
    void diskThatRefusesChangesNoAnswer() {
        hook.deliveries.trouble = Optional.of(new DeployException(Blame.HOST, "the disk is full", "make room"));
        assertEquals(202, hook.deliver(Post.push()).status());

        hook.deliveries.trouble = Optional.empty();
        assertEquals(202, hook.deliver(Post.push()).status());

        assertEquals(Verdict.ACCEPTED, hook.kept(1).getFirst().verdict());
    }

    private static void assertPlain(Delivery delivery) {
        var shown = delivery.reason() + delivery.event() + delivery.id() + delivery.hook() + delivery.from();
        assertTrue(shown.chars().noneMatch(Character::isISOControl), shown);
        assertTrue(shown.chars().noneMatch(c -> c == 0x202e || c == 0x2028 || Character.isSurrogate((char) c)), shown);
    }
}
