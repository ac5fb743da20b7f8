package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.GitRepo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JGit does behind one's back shows only in a process of its own: it does it once. */
class JGitSetupIT {
    @TempDir
    Path folder;

    @Test
    void startsNoProgramAndTouchesNothingOfTheUsers() throws Exception {
        var repo = GitRepo.create(folder.resolve("web.git"));
        repo.commit(Map.of("Dockerfile", "FROM scratch\n"));
        var home = Files.createDirectory(folder.resolve("home"));
        // Were it read, it would send every request to nowhere, or fail.
        Files.writeString(home.resolve(".gitconfig"), "[http]\n\tproxy = http://127.0.0.1:1\n[broken\n");
        var started = folder.resolve("started");
        var programs = Files.createDirectory(folder.resolve("bin"));
        for (var name : List.of("git", "sh", "bash", "stat", "uname", "jgit")) {
            var program = Files.writeString(
                    programs.resolve(name), "#!/bin/sh\necho " + name + " \"$@\" >> '" + started + "'\n");
            assertTrue(program.toFile().setExecutable(true));
        }
        var environment = Map.of(
                "PATH", programs.toString(),
                "HOME", home.toString(),
                "GIT_CONFIG_GLOBAL", home.resolve(".gitconfig").toString());
        Jvm.run(
                List.of("-Duser.home=" + home),
                environment,
                OneDeployment.class,
                folder.resolve("clones"),
                repo.path());
        assertTrue(Files.notExists(started), () -> "started: " + started);
        try (var files = Files.walk(home)) {
            assertEquals(
                    List.of(home, home.resolve(".gitconfig")), files.sorted().toList());
        }
    }
}
