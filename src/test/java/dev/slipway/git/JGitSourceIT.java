package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source.Tip;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import dev.slipway.model.Secret;
import dev.slipway.testkit.GitHttpServer;
import dev.slipway.testkit.GitRepo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JGitSourceIT {
    @TempDir
    Path folder;

    private GitRepo repo;
    private GitHttpServer server;
    private JGitSource source;

    @BeforeEach
    void serve() throws Exception {
        repo = GitRepo.create(folder.resolve("web.git"));
        server = GitHttpServer.serve(folder);
        source = new JGitSource(folder.resolve("clones"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tellsTheTipAndWritesNothing() throws Exception {
        var sha = repo.commit(Map.of("a", "1"));
        assertEquals(new Tip.At(new Commit(sha)), source.tip(spec("main", Optional.empty())));
        assertFalse(Files.exists(folder.resolve("clones")));
    }

    @Test
    void tellsTheNewTipAfterAForcePush() throws Exception {
        repo.commit(Map.of("a", "1"));
        var sha = repo.forcePush("Anew", Map.of("b", "2"));
        assertEquals(new Tip.At(new Commit(sha)), source.tip(spec("main", Optional.empty())));
    }

    @Test
    void tellsAnEmptyRepositoryFromAMissingBranch() throws Exception {
        assertEquals(new Tip.EmptyRepository(), source.tip(spec("main", Optional.empty())));
        repo.onBranch("other").commit(Map.of("a", "1"));
        assertInstanceOf(Tip.NoSuchRef.class, source.tip(spec("main", Optional.empty())));
    }

    @Test
    void readsWithTheRightTokenAndNamesTheTokenWhenItIsWrong() throws Exception {
        var sha = repo.commit(Map.of("a", "1"));
        server.requirePassword("u", "right-token");
        assertEquals(new Tip.At(new Commit(sha)), source.tip(spec("main", Optional.of("right-token"))));
        var wrong = failure(spec("main", Optional.of("wrong-token")));
        assertTrue(wrong.getMessage().contains("refused the token"), wrong.getMessage());
        assertFalse(wrong.toString().contains("wrong-token"));
        var none = failure(spec("main", Optional.empty()));
        assertTrue(none.getMessage().contains("wants a token"), none.getMessage());
    }

    @Test
    void saysPreciselyWhatTheServerDid() {
        server.answerAll(GitHttpServer.Answer.status(404));
        assertSays("no repository");
        server.answerAll(GitHttpServer.Answer.status(403));
        assertSays("403");
        server.answerAll(GitHttpServer.Answer.status(503));
        assertSays("5xx");
        server.answerAll(GitHttpServer.Answer.html("<html>"));
        assertSays("not answer like a Git server");
        server.close();
        assertSays("refused the connection");
    }

    private void assertSays(String words) {
        var message = failure(spec("main", Optional.empty())).getMessage();
        assertTrue(message.contains(words), message);
    }

    private DeployException failure(GitSpec git) {
        var thrown = assertThrows(DeployException.class, () -> source.tip(git));
        assertEquals(Blame.REMOTE, thrown.failure().blame());
        return thrown;
    }

    private GitSpec spec(String branch, Optional<String> token) {
        return new GitSpec(server.url(repo), branch, "u", token.map(Secret::new));
    }
}
