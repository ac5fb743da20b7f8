package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.Source;
import dev.slipway.deploy.SourceContract;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import dev.slipway.model.Secret;
import dev.slipway.model.SshSpec;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.GitRepo;
import dev.slipway.testkit.SshServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys that Slipway makes, before the real {@code sshd}, {@code ssh} and {@code ssh-keygen}. */
class DeployKeyIT {
    @TempDir
    static Path shared;

    private static SshServer server;
    private static GitRepo repo;

    @TempDir
    Path folder;

    @BeforeAll
    static void serve() {
        server = SshServer.start(shared.resolve("sshd"));
        repo = GitRepo.create(shared.resolve("web.git"));
        repo.commit(Map.of("Dockerfile", "FROM scratch\n"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "passphrase: {0}")
    @ValueSource(strings = {"", "open sesame"})
    void aKeyThatWasMadeOpensTheDoor(String passphrase) throws Exception {
        var secret = Optional.of(passphrase).filter(some -> !some.isEmpty()).map(Secret::new);
        var ssh = new SshSpec(folder.resolve("keys/web"), secret, folder.resolve("known_hosts"));
        var key = DeployKey.at(ssh, "slipway-web");
        assertEquals(
                key.publicLine().split(" ")[1],
                keygen("-y", "-P", passphrase, "-f", key.file().toString()).split(" ")[1],
                "ssh-keygen reads it");
        assertTrue(keygen("-l", "-f", key.file() + ".pub").contains(key.fingerprint()));

        server.admit(key.file());
        var git = new GitSpec(server.url(repo), "main", "x", Optional.empty()).with(ssh);
        believe(git, ssh);
        var source = new JGitSource(folder.resolve("clones"));
        assertEquals(new Source.Tip.At(new Commit(repo.tip())), source.tip(git));
        var steps = new KeyAdvice(SourceContract.app(git), ssh, folder.resolve("slipway.yaml"), folder).lines();
        assertTrue(steps.stream().noneMatch(line -> line.contains("ssh-keyscan")), steps.toString());
    }

    @Test
    void aKeyThatRootMadeIsToBeGivenToTheUserOfTheAgent() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
        var ssh = new SshSpec(folder.resolve("keys/web"), Optional.empty(), folder.resolve("known_hosts"));
        var key = DeployKey.at(ssh, "slipway-web");
        var nobody = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.setOwner(folder, nobody);
        var git = new GitSpec(server.url(repo), "main", "x", Optional.empty()).with(ssh);
        var advice = new KeyAdvice(SourceContract.app(git), ssh, folder.resolve("slipway.yaml"), folder);
        var chown =
                advice.lines().stream().filter(line -> line.contains("chown ")).findFirst();
        run(chown.orElseThrow());
        assertEquals(nobody, Files.getOwner(key.file()));
        assertEquals(nobody, Files.getOwner(folder.resolve("keys")));
        assertTrue(advice.lines().stream().noneMatch(line -> line.contains("chown ")));
    }

    /** By the very line that is advised. */
    private void believe(GitSpec git, SshSpec ssh) {
        var lines = new KeyAdvice(SourceContract.app(git), ssh, folder.resolve("slipway.yaml"), folder).lines();
        var line = lines.stream().filter(each -> each.contains("ssh-keyscan")).findFirst();
        var shown = run(line.orElseThrow());
        assertTrue(shown.contains(server.fingerprint("ed25519")), shown);
    }

    private static String run(String line) {
        return Command.run(List.of("sh", "-c", line.strip()), Map.of())
                .expecting(0)
                .out();
    }

    private static String keygen(String... arguments) {
        return Command.run(Command.concat(List.of("ssh-keygen"), List.of(arguments)), Map.of())
                .expecting(0)
                .out();
    }
}
