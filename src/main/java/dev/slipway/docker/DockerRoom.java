package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Room;
import dev.slipway.model.Blame;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Room on the disk of {@code data_dir} and, where it can be seen, on that of the engine's root folder. */
public final class DockerRoom implements Room {
    private final DockerEngine engine;
    private final Path dataDir;
    private volatile long wanted;

    /** @param wanted bytes that must be free on each disk; 0 looks at none */
    public DockerRoom(DockerEngine engine, Path dataDir, long wanted) {
        this.engine = engine;
        this.dataDir = dataDir;
        this.wanted = wanted;
    }

    /** From now on so many bytes must be free. */
    public void wants(long bytes) {
        wanted = bytes;
    }

    /** What a build that has begun may not use up: half of what it began with at least, for its image takes room too. */
    public long reserve() {
        return wanted / 2;
    }

    @Override
    public List<Shortage> shortages() throws DeployException {
        var least = wanted;
        if (least == 0) {
            return List.of();
        }
        return disks().stream()
                .filter(disk -> disk.free() < least)
                .map(disk -> new Shortage(disk.user(), disk.folder(), disk.free(), least))
                .toList();
    }

    /** The disks that can be seen from here, however full they are. */
    public List<Disk> disks() throws DeployException {
        var least = wanted;
        try {
            var disks = new ArrayList<Disk>();
            for (var disk : inhabitants().entrySet()) {
                var place = disk.getValue();
                disks.add(new Disk(place.user(), place.folder(), disk.getKey().getUsableSpace(), least));
            }
            return disks;
        } catch (IOException e) {
            throw unseen(e);
        }
    }

    /**
     * One disk.
     *
     * @param user who fills it: {@code Docker}, {@code data_dir}
     * @param folder what lies on it
     * @param free bytes that this process may still write there
     * @param wanted bytes that must be free before a build begins; 0 if none need be
     */
    public record Disk(String user, Path folder, long free, long wanted) {}

    private DeployException unseen(IOException e) {
        return new DeployException(
                Blame.HOST, "could not see how much room is left: " + e, "look at the disk of " + dataDir, e);
    }

    /** What lies on a disk, by the disk: where both lie on one, it is Docker's. */
    private Map<FileStore, Inhabitant> inhabitants() throws DeployException, IOException {
        var disks = new LinkedHashMap<FileStore, Inhabitant>();
        if (engine.host().isSocket()) {
            String root = engine.call(
                    "ask where Docker keeps its data",
                    docker -> docker.infoCmd().exec().getDockerRootDir());
            var folder = Path.of(root);
            // An agent in a container does not have the host's folder, unless it was mounted for it to look at.
            if (Files.isDirectory(folder)) {
                disks.put(Files.getFileStore(folder), new Inhabitant("Docker", folder));
            }
        }
        disks.putIfAbsent(Files.getFileStore(dataDir), new Inhabitant("data_dir", dataDir));
        return disks;
    }

    private record Inhabitant(String user, Path folder) {}
}
