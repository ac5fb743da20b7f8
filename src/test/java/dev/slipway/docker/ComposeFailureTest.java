package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose fault a failure of Compose is, by its words: those of Compose 2.26 and of the engines that it quotes. */
class ComposeFailureTest {
    @Test
    void aStepThatFailsIsTheCommits() {
        var failure = ComposeFailure.ofBuild(
                        List.of("web", "db"),
                        result(
                                "> [web 3/3] RUN npm ci:",
                                "0.286 no such module",
                                "------",
                                "failed to solve: process \"/bin/sh -c npm ci\" did not complete successfully: exit code: 7"))
                .failure();
        assertEquals(
                "build of service web (RUN npm ci) failed: failed to solve: process \"/bin/sh -c npm ci\" did not complete"
                        + " successfully: exit code: 7",
                failure.what());
        assertEquals(Blame.YOURS, failure.blame());
        assertEquals(4, failure.evidence().size());
    }

    @Test
    void theServiceIsKnownWhereOneAloneIsBuilt() {
        var result = result("> [2/2] RUN false:", "failed to solve: exit code: 1");
        assertEquals(
                "build of service web (RUN false) failed: failed to solve: exit code: 1",
                ComposeFailure.ofBuild(List.of("web"), result).failure().what());
        assertEquals(
                "build (RUN false) failed: failed to solve: exit code: 1",
                ComposeFailure.ofBuild(List.of("web", "db"), result).failure().what());
    }

    @Test
    void aRegistryThatDoesNotAnswerIsNot() {
        var failure = ComposeFailure.ofBuild(
                        List.of("web", "db"),
                        result(
                                "failed to solve: node:22: failed to do request: Head \"https://registry-1.docker.io\": dial tcp:"
                                        + " i/o timeout"))
                .failure();
        assertEquals(Blame.REMOTE, failure.blame());
        assertEquals(
                Blame.REMOTE,
                ComposeFailure.ofPull(List.of("db"), result("db Error manifest unknown"))
                        .failure()
                        .blame());
    }

    @Test
    void aFullDiskAndATakenPortAreTheHosts() {
        assertEquals(
                Blame.HOST,
                ComposeFailure.ofBuild(
                                List.of("web", "db"), result("write /x: no space left on device", "exit code: 1"))
                        .failure()
                        .blame());
        var port = ComposeFailure.ofUp(
                result("Error response from daemon: driver failed programming external connectivity on"
                        + " endpoint web: Bind for 0.0.0.0:80 failed: port is already allocated"));
        assertEquals(Blame.HOST, port.failure().blame());
        assertTrue(port.failure().what().startsWith("docker compose up failed: Error response from daemon: "));
    }

    @Test
    void whatCannotBePutUpForAnotherReasonIsNotTriedAgain() {
        assertEquals(
                Blame.YOURS,
                ComposeFailure.ofUp(result("Error response from daemon: invalid mount config"))
                        .failure()
                        .blame());
    }

    @Test
    void anEnvFileThatIsNotInTheCommitIsToldWhereElseItMayBe() {
        var failure = ComposeFailure.ofFiles(
                        new Commit("a".repeat(40)),
                        result("env file /data/files/a/.env not found: stat /data/files/a/.env: no such file"),
                        Path.of("/data/files/a"))
                .failure();
        assertEquals(
                "Compose refuses the files of commit aaaaaaa: env file .env not found: stat .env: no such file",
                failure.what());
        assertTrue(failure.next().contains("name it by a path of this machine"), failure.next());
    }

    @Test
    void silenceIsToldByTheExitCode() {
        assertEquals(
                "docker compose up failed: exit code 1",
                ComposeFailure.ofUp(result()).failure().what());
    }

    private static ComposeCommand.Result result(String... last) {
        return new ComposeCommand.Result(1, "", List.of(last));
    }
}
