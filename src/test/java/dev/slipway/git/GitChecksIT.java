package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.deploy.Check;
import dev.slipway.deploy.ManualTime;
import dev.slipway.model.App;
import dev.slipway.model.Finding;
import dev.slipway.model.GitSpec;
import dev.slipway.testkit.Apps;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.GitHttpServer;
import dev.slipway.testkit.GitRepo;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real repositories, as {@code slipway doctor} sees them. */
class GitChecksIT {
    @TempDir
    Path folder;

    private final ManualTime time = new ManualTime();
    private GitRepo repo;
    private GitHttpServer server;

    @BeforeEach
    void serve() throws Exception {
        Files.createDirectories(folder.resolve("srv"));
        repo = GitRepo.create(folder.resolve("srv/web.git"));
        server = GitHttpServer.serve(folder.resolve("srv"));
        // The server's Date header is the machine's time; the manual clock is set by it.
        time.jump(Duration.between(time.now(), new SystemTime().now()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aBranchThatIsThereIsWellAndOneThatIsNotIsWrong() throws Exception {
        assertEquals(Finding.Level.NOTE, look("main").getFirst().level());
        var tip = repo.commit("one", Map.of("a", "b"));
        assertTrue(
                look("main").getFirst().what().endsWith("is at " + tip.substring(0, 7)),
                look("main").toString());
        var wrong = look("mian").getFirst();
        assertEquals(Finding.Level.WRONG, wrong.level());
        assertTrue(wrong.next().startsWith("git ls-remote --heads " + server.url(repo)), wrong.next());
    }

    @Test
    void aClockThatDiffersFromTheServersIsARisk() throws Exception {
        repo.commit("one", Map.of("a", "b"));
        assertEquals(1, look("main").size());
        time.jump(Duration.ofHours(1));
        var finding = look("main").getLast();
        assertEquals(Finding.Level.RISK, finding.level());
        assertEquals("timedatectl set-ntp true", finding.next());
    }

    @ParameterizedTest
    @CsvSource({"-1, WRONG", "3, RISK", "90, WELL"})
    void aTokenIsToldByWhatIsLeftOfIt(int days, Finding.Level level) {
        var at = time.now().plus(Duration.ofDays(days));
        var check = new GitCheck(
                new JGitSource(folder), app("main"), new ForgeHeaders(HttpClient.newHttpClient(), time), time);
        var said = new ForgeHeaders.Said(Optional.of(at), Optional.empty(), time.now());
        assertEquals(level, check.of(said).getFirst().level());
    }

    @ParameterizedTest
    @CsvSource({"2026-12-24 18:00:00 UTC, 2026-12-24T18:00:00Z", "2026-12-24 18:00:00 +0100, 2026-12-24T17:00:00Z"})
    void bothFormsOfGitHubsHeaderAreRead(String header, Instant expected) {
        var headers = HttpHeaders.of(
                Map.of("github-authentication-token-expiration", List.of(header)), (name, value) -> true);
        assertEquals(
                Optional.of(expected), ForgeHeaders.read(headers, time.now()).tokenExpires());
    }

    @Test
    void gitHubIsAskedAtItsApiAndOthersAtTheRepository() {
        assertEquals(
                "https://api.github.com/rate_limit",
                ForgeHeaders.place(URI.create("https://github.com/me/app.git")).toString());
        assertEquals(
                "https://git.example.com/me/app.git/info/refs?service=git-upload-pack",
                ForgeHeaders.place(URI.create("https://git.example.com/me/app.git/"))
                        .toString());
    }

    @Test
    void aSecretThatIsTrackedIsWrongAndOneThatIsNotIsWell() throws Exception {
        var tree = folder.resolve("tree with space");
        git(folder, "init", "--quiet", tree.toString());
        Files.createDirectories(tree.resolve("config"));
        var tracked = Files.writeString(tree.resolve("config/.env"), "X=1");
        var free = Files.writeString(tree.resolve("config/free"), "X=1");
        git(tree, "add", "config/.env");
        var finding = new TrackedFiles(List.of(tracked, free, folder.resolve("nowhere"))).look();
        assertEquals(1, finding.size());
        assertEquals(Finding.Level.WRONG, finding.getFirst().level());
        assertTrue(finding.getFirst().what().startsWith(tracked.toString()));
        assertEquals(
                Finding.Level.WELL,
                new TrackedFiles(List.of(free)).look().getFirst().level());
    }

    private List<Finding> look(String branch) throws Exception {
        Check check = GitChecks.of(new JGitSource(folder), List.of(app(branch)), List.of(), time)
                .getLast();
        return check.look();
    }

    private App app(String branch) {
        var app = Apps.app("web");
        var git = new GitSpec(server.url(repo), branch, "user", Optional.empty());
        return new App("web", git, app.build(), app.run(), app.health(), app.policy());
    }

    private static void git(Path in, String... arguments) {
        Command.run(Command.concat(List.of("git", "-C", in.toString()), List.of(arguments)), Map.of())
                .expecting(0);
    }
}
