package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.Source;
import dev.slipway.deploy.SourceContract;
import dev.slipway.model.GitSpec;
import dev.slipway.testkit.GitRepo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
        var said = folder.resolve("said");
        var java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Duser.home=" + home,
                        OneDeployment.class.getName(),
                        folder.resolve("clones").toString(),
                        repo.url())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        java.environment().put("PATH", programs.toString());
        java.environment().put("HOME", home.toString());
        java.environment().put("GIT_CONFIG_GLOBAL", home.resolve(".gitconfig").toString());
        var process = java.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), Files.readString(said));
        assertTrue(Files.notExists(started), () -> "started: " + started);
        try (var files = Files.walk(home)) {
            assertEquals(
                    List.of(home, home.resolve(".gitconfig")), files.sorted().toList());
        }
    }

    /** Polls, fetches and reads, as an agent does. */
    static final class OneDeployment {
        private OneDeployment() {}

        public static void main(String[] arguments) throws Exception {
            var source = new JGitSource(Path.of(arguments[0]));
            var git = new GitSpec(arguments[1], "main", GitSpec.DEFAULT_USERNAME, Optional.empty());
            var tip = (Source.Tip.At) source.tip(git);
            try (var tree = source.fetch(SourceContract.app(git), tip.commit())) {
                tree.context(SourceContract.build(".", "Dockerfile")).writeTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }
}
