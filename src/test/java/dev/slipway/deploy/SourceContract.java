package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.GitSpec;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.PathFilter;
import dev.slipway.model.RunSpec;
import dev.slipway.model.SignatureSpec;
import dev.slipway.model.TagFilter;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the engine may expect of any {@link Source}. Each implementation, fakes included, has a test class that extends this. */
public abstract class SourceContract {
    private static final Map<String, String> FILES = Map.of("Dockerfile", "FROM scratch\n", "a.txt", "one");

    /** The other end: a repository that is empty before each test. */
    public interface Remote {
        /** Where the source finds it. */
        String url();

        /** Adds a commit to the branch {@code main}. */
        Commit push(String message, Map<String, String> files);

        /** Puts a commit without history in the place of the branch {@code main}. */
        Commit forcePush(String message, Map<String, String> files);

        /** Adds a commit to another branch. */
        Commit pushTo(String branch, String message, Map<String, String> files);

        void deleteMain();

        /** Sets a tag, or moves it; one that is annotated is an object of its own. */
        void tag(String name, Commit commit, boolean annotated);

        void deleteTag(String name);

        /** Adds a commit to the branch {@code main} that a key of {@link #signers} has signed. */
        Commit pushSigned(String message, Map<String, String> files);

        /** Sets a tag that a key of {@link #signers} has signed. */
        void signedTag(String name, Commit commit);

        /** Those whose signature counts. */
        SignatureSpec signers();
    }

    protected abstract Source source();

    protected abstract Remote remote();

    @Test
    void anEmptyRepositoryHasNoTip() throws Exception {
        assertEquals(new Source.Tip.EmptyRepository(), source().tip(git()));
    }

    @Test
    void theTipIsTheCommitThatWasPushedLast() throws Exception {
        remote().push("First", FILES);
        var second = remote().push("Second", Map.of("a.txt", "two"));
        assertEquals(new Source.Tip.At(second), source().tip(git()));
    }

    @Test
    void theTipFollowsAForcePush() throws Exception {
        remote().push("First", FILES);
        source().tip(git());
        var rewritten = remote().forcePush("Anew", FILES);
        assertEquals(new Source.Tip.At(rewritten), source().tip(git()));
    }

    @Test
    void aBranchThatIsNotThereIsNamed() throws Exception {
        remote().pushTo("mainly", "A name that begins alike", FILES);
        assertEquals(new Source.Tip.NoSuchRef("refs/heads/main"), source().tip(git()));
    }

    @Test
    void aDeletedBranchIsNoLongerThere() throws Exception {
        remote().push("First", FILES);
        remote().pushTo("other", "Elsewhere", FILES);
        remote().deleteMain();
        assertEquals(new Source.Tip.NoSuchRef("refs/heads/main"), source().tip(git()));
    }

    @Test
    void theTipOfTagsIsTheNewestVersionOfThoseThatMatch() throws Exception {
        var first = remote().push("First", FILES);
        var second = remote().push("Second", FILES);
        var third = remote().push("Third", FILES);
        remote().tag("v1.9.0", third, false);
        remote().tag("v1.10.0", first, false);
        remote().tag("v1.10.1-rc.1", third, false);
        remote().tag("release-9.0.0", second, false);
        remote().tag("version", second, false);
        assertEquals(at(first, "v1.10.0"), source().tip(tags("v*")));
        assertEquals(at(third, "v1.10.1-rc.1"), source().tip(tags("v*", "v*-rc.*")));
        assertEquals(at(second, "release-9.0.0"), source().tip(tags("release-*")));
    }

    @Test
    void anAnnotatedTagIsOfTheCommitThatItNames() throws Exception {
        var first = remote().push("First", FILES);
        remote().push("Second", FILES);
        remote().tag("v1.0.0", first, true);
        assertEquals(at(first, "v1.0.0"), source().tip(tags("v*")));
        assertFetches(tags("v*"), first, "First");
    }

    @Test
    void aTagThatIsMovedOrTakenAwayIsSeen() throws Exception {
        var first = remote().push("First", FILES);
        var second = remote().push("Second", FILES);
        remote().tag("v1.0.0", first, true);
        remote().tag("v1.1.0", first, true);
        assertEquals(at(first, "v1.1.0"), source().tip(tags("v*")));
        remote().tag("v1.1.0", second, true);
        assertEquals(at(second, "v1.1.0"), source().tip(tags("v*")));
        remote().deleteTag("v1.1.0");
        assertEquals(at(first, "v1.0.0"), source().tip(tags("v*")));
    }

    @Test
    void whereNoTagIsAVersionThoseThatMatchAreNamed() throws Exception {
        assertEquals(new Source.Tip.NoTag(List.of()), source().tip(tags("v*")));
        var commit = remote().pushTo("v1.0.0", "A branch named like a tag", FILES);
        remote().tag("1.0.0", commit, false);
        assertEquals(new Source.Tip.NoTag(List.of()), source().tip(tags("v*")));
        remote().tag("version", commit, false);
        remote().tag("v1.0.0-rc.1", commit, false);
        assertEquals(new Source.Tip.NoTag(List.of("v1.0.0-rc.1", "version")), source().tip(tags("v*")));
    }

    @Test
    void fetchesWhatATagNamesThoughNoBranchHasIt() throws Exception {
        assertFetches(tags("v*"), onlyTagged("v1.0.0", "First"), "First");
        assertFetches(tags("v*"), onlyTagged("v1.1.0", "Second"), "Second");
        var seen = onlyTagged("v1.2.0", "Third");
        source().tip(tags("v*"));
        onlyTagged("v1.3.0", "Fourth");
        assertFetches(tags("v*"), seen, "Third");
    }

    private Commit onlyTagged(String tag, String message) {
        var commit = remote().push(message, FILES);
        remote().tag(tag, commit, true);
        remote().forcePush("Elsewhere", FILES);
        return commit;
    }

    @Test
    void aSignedCommitIsBelievedAndNoOther() throws Exception {
        var unsigned = remote().push("First", FILES);
        var signed = remote().pushSigned("Second", FILES);
        var app = app(git().with(remote().signers()));
        assertTrue(verify(app, signed, Optional.empty()).contains("ada@example.org"));
        assertYours(app, unsigned, Optional.empty());
        assertYours(app, remote().push("Third", FILES), Optional.empty());
    }

    @Test
    void aSignedTagVouchesForItsCommit() throws Exception {
        var commit = remote().push("First", FILES);
        remote().tag("v1.0.0", commit, true);
        remote().signedTag("v1.1.0", commit);
        var app = app(tags("v*").with(remote().signers()));
        assertYours(app, commit, Optional.of("v1.0.0"));
        assertYours(app, commit, Optional.empty());
        assertTrue(verify(app, commit, Optional.of("v1.1.0")).contains("ada@example.org"));
    }

    private String verify(App app, Commit commit, Optional<String> tag) throws Exception {
        return source().verify(app, commit, tag, ZonedDateTime.parse("2026-11-24T12:00:00Z"));
    }

    private void assertYours(App app, Commit commit, Optional<String> tag) {
        var e = assertThrows(DeployException.class, () -> verify(app, commit, tag));
        assertEquals(Blame.YOURS, e.failure().blame());
        assertTrue(e.failure().what().contains("is not signed"), e.failure().what());
    }

    @Test
    void aFetchedCommitSaysWhoWroteItAndWhy() throws Exception {
        var commit = remote().push("Say hello\n\nAt length.", FILES);
        try (var tree = source().fetch(app(), commit)) {
            assertEquals(commit, tree.commit());
            assertEquals("Say hello", tree.subject());
            assertEquals("Ada Example", tree.author());
        }
    }

    @Test
    void fetchesTheCommitThatWasSeenThoughTheBranchHasMovedOn() throws Exception {
        var seen = remote().push("First", FILES);
        source().tip(git());
        remote().push("Second", FILES);
        remote().push("Third", FILES);
        assertFetches(seen, "First");
    }

    @Test
    void fetchesAnOlderCommitAfterANewerOne() throws Exception {
        var older = remote().push("First", FILES);
        var newer = remote().push("Second", Map.of("a.txt", "two"));
        assertFetches(newer, "Second");
        assertFetches(older, "First");
    }

    @Test
    void fetchesWhatAForcePushBrought() throws Exception {
        assertFetches(remote().push("First", FILES), "First");
        assertFetches(remote().forcePush("Anew", FILES), "Anew");
    }

    @Test
    void fetchesAnOlderCommitThoughTheBranchIsGone() throws Exception {
        var commit = remote().push("First", FILES);
        remote().pushTo("other", "Second", FILES);
        assertFetches(commit, "First");
        remote().deleteMain();
        assertFetches(commit, "First");
    }

    @Test
    void aCommitThatTheRemoteDoesNotHaveIsTheRemotesTrouble() {
        remote().push("First", FILES);
        var unknown = new Commit("0123456789".repeat(4));
        var e = assertThrows(DeployException.class, () -> source().fetch(app(), unknown));
        assertEquals(Blame.REMOTE, e.failure().blame());
        assertTrue(e.getMessage().contains(unknown.sha()), e.getMessage());
    }

    @Test
    void aFetchedCommitHasItsWholeMessage() throws Exception {
        var commit = remote().push("Say hello\n\nAt length. [skip ci]", FILES);
        try (var tree = source().fetch(app(), commit)) {
            assertEquals("Say hello\n\nAt length. [skip ci]", tree.message().strip());
        }
    }

    @Test
    void onlyAChangeOfAFileThatThePathsNameTouchesThem() throws Exception {
        var first = remote().push("First", Map.of("api/a", "1", "docs/a", "1"));
        var docs = remote().push("Docs", Map.of("api/a", "1", "docs/a", "2"));
        var both = remote().push("Both", Map.of("api/a", "2", "docs/a", "3"));
        var back = remote().push("Back", Map.of("api/a", "1", "docs/a", "4"));
        var app = app(git("api/**"));
        assertFalse(source().touches(app, first, docs));
        assertTrue(source().touches(app, first, both));
        assertTrue(source().touches(app, both, back));
        assertFalse(source().touches(app, first, back));
    }

    @Test
    void whatWasAddedOrForcedIntoTheHistoryTouchesThePathsAsWell() throws Exception {
        var first = remote().push("First", Map.of("docs/a", "1"));
        assertFetches(first, "First");
        var anew = remote().forcePush("Anew", Map.of("docs/a", "1", "api/a", "1"));
        assertTrue(source().touches(app(git("api/**")), first, anew));
        assertFalse(source().touches(app(git("docs/**")), first, anew));
    }

    @Test
    void aCommitThatTheRemoteDoesNotHaveCannotBeCompared() {
        var first = remote().push("First", FILES);
        var unknown = new Commit("0123456789".repeat(4));
        var e = assertThrows(DeployException.class, () -> source().touches(app(git("api/**")), unknown, first));
        assertEquals(Blame.REMOTE, e.failure().blame());
    }

    private void assertFetches(Commit commit, String subject) throws Exception {
        assertFetches(git(), commit, subject);
    }

    private void assertFetches(GitSpec git, Commit commit, String subject) throws Exception {
        try (var tree = source().fetch(app(git), commit)) {
            assertEquals(commit, tree.commit());
            assertEquals(subject, tree.subject());
        }
    }

    private static Source.Tip at(Commit commit, String tag) {
        return new Source.Tip.At(commit, Optional.of(tag));
    }

    private GitSpec tags(String... patterns) {
        return git().with(new TagFilter(List.of(patterns)));
    }

    private GitSpec git(String paths) {
        return git().watching(new PathFilter(List.of(paths)));
    }

    private GitSpec git() {
        return app().git();
    }

    protected App app() {
        return app(new GitSpec(remote().url(), "main", GitSpec.DEFAULT_USERNAME, Optional.empty()));
    }

    /** An app that follows this branch, and of which nothing else matters to a source. */
    public static App app(GitSpec git) {
        return new App(
                "web",
                git,
                build(".", "Dockerfile"),
                RunSpec.EMPTY,
                new HealthSpec(Optional.empty(), Duration.ofSeconds(60), Duration.ofSeconds(10)),
                new DeployPolicy(Optional.empty(), 2, List.of(), false));
    }

    public static BuildSpec build(String context, String dockerfile) {
        return new BuildSpec(
                context,
                dockerfile,
                Map.of(),
                Optional.empty(),
                new BuildSpec.Options(false, Duration.ofMinutes(30), BuildSpec.Builder.AUTO),
                Optional.empty());
    }
}
