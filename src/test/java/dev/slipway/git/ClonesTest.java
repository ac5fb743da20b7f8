package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClonesTest {
    @TempDir
    Path home;

    @Test
    void clonesOfAppsThatAreConfiguredNoMoreGoAndNothingElse() throws Exception {
        var kept = Files.createDirectories(home.resolve("web.git/objects"));
        Files.createDirectories(home.resolve("gone.git/objects"));
        Files.writeString(home.resolve("gone.git/objects/a"), "a");
        var noClone = Files.createDirectories(home.resolve("gone"));
        new JGitSource(home).keepOnly(Set.of("web"));
        assertTrue(Files.exists(kept));
        assertTrue(Files.exists(noClone));
        assertFalse(Files.exists(home.resolve("gone.git")));
    }

    @Test
    void thereNeedNotBeAnyClonesYet() {
        var nowhere = home.resolve("nowhere");
        new JGitSource(nowhere).keepOnly(Set.of("web"));
        assertFalse(Files.exists(nowhere));
    }
}
