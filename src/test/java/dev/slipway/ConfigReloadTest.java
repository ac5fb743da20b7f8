package dev.slipway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.deploy.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReloadTest {
    @TempDir
    private Path folder;

    private final AtomicInteger reloads = new AtomicInteger();
    private Path file;
    private Set<Path> files = Set.of();
    private ConfigReload reload;

    @BeforeEach
    void begin() throws IOException {
        file = Files.writeString(folder.resolve("slipway.yaml"), "one");
        reload = new ConfigReload(file, () -> files, reloads::incrementAndGet, new ManualTime());
    }

    @Test
    void aFileThatStaysIsNotReadAgain() {
        looks(3);
        assertEquals(0, reloads.get());
    }

    @Test
    void aChangeIsReadOnceAndOnlyWhenItHasSettled() throws Exception {
        Files.writeString(file, "one two");
        looks(1);
        assertEquals(0, reloads.get());
        looks(3);
        assertEquals(1, reloads.get());
    }

    @Test
    void aChangeThatASignalHadReadIsNotReadASecondTime() throws Exception {
        Files.writeString(file, "one two");
        looks(1);
        reload.readNow();
        looks(3);
        assertEquals(1, reloads.get());
    }

    @Test
    void aFileThatIsStillBeingWrittenIsLeftAlone() throws Exception {
        for (int i = 0; i < 5; i++) {
            Files.writeString(file, "x".repeat(10 + i));
            looks(1);
        }
        assertEquals(0, reloads.get());
        looks(1);
        assertEquals(1, reloads.get());
    }

    @Test
    void aFileOfTheSameSizePutInItsPlaceIsNoticed() throws Exception {
        var before = Files.getLastModifiedTime(file);
        var other = Files.writeString(folder.resolve("other"), "two");
        Files.setLastModifiedTime(other, before);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        looks(2);
        assertEquals(1, reloads.get());
    }

    @Test
    void aFileThatIsGoneForAMomentIsNotRead() throws Exception {
        Files.delete(file);
        looks(3);
        assertEquals(0, reloads.get());
        Files.writeString(file, "one two");
        looks(2);
        assertEquals(1, reloads.get());
    }

    @Test
    void aReadingThatBreaksDownDoesNotEndTheWatch() throws Exception {
        var broken = new ConfigReload(
                file,
                () -> files,
                () -> {
                    reloads.incrementAndGet();
                    throw new StackOverflowError("deliberate");
                },
                new ManualTime());
        for (int i = 1; i <= 2; i++) {
            Files.writeString(file, "x".repeat(20 + i));
            broken.look();
            broken.look();
            assertEquals(i, reloads.get());
        }
    }

    @Test
    void aFileThatTheConfigurationWasReadFromCountsAsItself() throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), "one");
        watching(Set.of(file, secret));
        looks(3);
        assertEquals(0, reloads.get());
        Files.writeString(secret, "one two");
        looks(3);
        assertEquals(1, reloads.get());
        Files.delete(secret);
        looks(3);
        assertEquals(2, reloads.get());
    }

    @Test
    void aFileThatIsLookedForAndComesIsNoticed() throws Exception {
        var env = folder.resolve(".env");
        watching(Set.of(file, env));
        looks(3);
        assertEquals(0, reloads.get());
        Files.writeString(env, "A=1\n");
        looks(3);
        assertEquals(1, reloads.get());
    }

    @Test
    void aFileThatTheNewReadingBroughtIsNoReasonToReadAgain() throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), "one");
        reload = new ConfigReload(
                file,
                () -> files,
                () -> {
                    reloads.incrementAndGet();
                    files = Set.of(file, secret);
                },
                new ManualTime());
        Files.writeString(file, "names the secret");
        looks(5);
        assertEquals(1, reloads.get());
        Files.writeString(secret, "one two");
        looks(3);
        assertEquals(2, reloads.get());
    }

    private void watching(Set<Path> all) {
        files = all;
        reload = new ConfigReload(file, () -> files, reloads::incrementAndGet, new ManualTime());
    }

    private void looks(int count) {
        for (int i = 0; i < count; i++) {
            reload.look();
        }
    }
}
