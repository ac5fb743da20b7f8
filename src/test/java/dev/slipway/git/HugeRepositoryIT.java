package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.SourceContract;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import dev.slipway.testkit.CloneLeftovers;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.GitHttpServer;
import dev.slipway.testkit.GitRepo;
import dev.slipway.testkit.Noise;
import dev.slipway.testkit.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A repository for which the disk of the clones is too small. */
@Timeout(120)
class HugeRepositoryIT {
    private static final int MEBIBYTE = 1 << 20;
    private static final int DISK_MEGABYTES = 120;
    private static final long RESERVE = 80L * MEBIBYTE;
    /** By then the reserve is touched. */
    private static final int SILENT_AFTER = 45 * MEBIBYTE;

    private static final int HUGE = 60 * MEBIBYTE;

    @TempDir
    Path folder;

    private SmallDisk disk;
    private GitRepo repo;
    private GitHttpServer server;
    private App app;
    private long reserve = RESERVE;
    private JGitSource source;

    @BeforeEach
    void prepare() throws Exception {
        disk = SmallDisk.mount(folder.resolve("disk"), DISK_MEGABYTES);
        repo = GitRepo.create(Files.createDirectory(folder.resolve("served")).resolve("web.git"));
        repo.commit(Map.of("a.txt", "small"));
        server = GitHttpServer.serve(folder.resolve("served"));
        app = SourceContract.app(new GitSpec(server.url(repo), "main", GitSpec.DEFAULT_USERNAME, Optional.empty()));
        source = new JGitSource(disk.folder().resolve("clones"), JGitSource.Limits.DEFAULT, () -> reserve);
        source.fetch(app, new Commit(repo.tip())).close();
    }

    @AfterEach
    void close() {
        server.close();
        disk.close();
    }

    @Fault(27)
    @Test
    void aFetchIsCutShortBeforeItFillsTheDiskAndLeavesNothingThere() throws Exception {
        var before = free();
        var small = new Commit(repo.tip());
        repo.commit(Map.of("a.txt", "huge", "noise", Noise.of(HUGE)));
        // Or it might be all there between two looks at the disk.
        server.fallSilentAfter(SILENT_AFTER);

        var cut = assertThrows(DeployException.class, () -> source.fetch(app, new Commit(repo.tip())));
        assertEquals(Blame.HOST, cut.failure().blame());
        assertEquals(
                "fetching from " + app.git().url() + " was cut short: it would leave less than 80 MiB free at "
                        + disk.folder().resolve("clones") + ", half of min_free_disk",
                cut.failure().what());
        assertEquals(List.of(), CloneLeftovers.in(disk.folder().resolve("clones")));
        assertEquals(before / MEBIBYTE, free() / MEBIBYTE);
        source.fetch(app, small).close();

        server.answerNormally();
        reserve = 0;
        source.fetch(app, new Commit(repo.tip())).close();
    }

    @Fault(36)
    @Test
    void aFullDiskIsSaidAndTheCloneIsKeptUntilThereIsRoom() throws Exception {
        reserve = 0;
        var clone = disk.folder().resolve("clones/" + app.name() + ".git");
        var keptAs = Files.readAttributes(clone, BasicFileAttributes.class).fileKey();
        repo.commit(Map.of("a.txt", Noise.of(MEBIBYTE)));
        disk.fill();

        var full = assertThrows(DeployException.class, () -> source.fetch(app, new Commit(repo.tip())));
        assertEquals(Blame.HOST, full.failure().blame());
        assertTrue(
                full.failure().what().endsWith("the disk is full"),
                full.failure().what());
        disk.makeRoom();
        source.fetch(app, new Commit(repo.tip())).close();
        assertEquals(
                keptAs, Files.readAttributes(clone, BasicFileAttributes.class).fileKey());
    }

    private long free() throws Exception {
        return Files.getFileStore(disk.folder()).getUsableSpace();
    }
}
