package dev.slipway.deploy;

import dev.slipway.model.ByteSize;
import java.nio.file.Path;
import java.util.List;

/** Port: the room that is left on the disks that a build fills, Docker's and Slipway's own. */
public interface Room {
    /**
     * A disk with less room than must be left.
     *
     * @param user whose disk it is, for messages: {@code Docker}, {@code data_dir}
     * @param folder what lies on it
     * @param free bytes that this process may still write there
     * @param wanted bytes that must be free before a build begins
     */
    record Shortage(String user, Path folder, long free, long wanted) {
        public String inWords() {
            return "the disk of " + user + " (" + folder + ") has " + ByteSize.inWords(free)
                    + " free, and min_free_disk wants " + ByteSize.inWords(wanted);
        }
    }

    /**
     * The disks that are too full for a build, at most one entry for each disk. One that cannot be seen from here (Docker's, on
     * another machine or outside the container that the agent is in) is not among them.
     *
     * @throws DeployException HOST if the engine or the disk cannot be asked
     */
    List<Shortage> shortages() throws DeployException;
}
