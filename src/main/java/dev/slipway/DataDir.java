package dev.slipway;

import dev.slipway.cli.AgentDoor;
import dev.slipway.cli.BusyException;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.Blame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The only folder that Slipway writes to, and what lies where in it. One process at a time acts on it. */
record DataDir(Path folder) implements AgentDoor {
    private static final int HOLDER_BYTES = 512;
    private static final Pattern HOLDER = Pattern.compile("pid (\\d{1,18}), (slipway [a-z]+)");

    Path history() {
        return folder.resolve("history.db");
    }

    Path logs() {
        return folder.resolve("logs");
    }

    Path clones() {
        return folder.resolve("git");
    }

    Path drift() {
        return folder.resolve("drift");
    }

    Path compose() {
        return folder.resolve("compose");
    }

    @Override
    public Path socket() {
        return folder.resolve("agent.sock");
    }

    /** What the last process that acted was called among those that manage the same swarm. */
    Path processId() {
        return folder.resolve("process-id");
    }

    private Path lockFile() {
        return folder.resolve("lock");
    }

    /** Holds the folder until it is closed; the operating system lets go of it should the process be killed. */
    record Lock(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException("a lock that was held can be let go", e);
            }
        }
    }

    /**
     * Takes the folder for this process, and makes it if it is not there.
     *
     * @param command who holds it, for those who come later
     * @throws BusyException if another process holds it
     * @throws DeployException HOST if the disk refuses
     */
    Lock lock(String command, Time time) throws DeployException, BusyException {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            var channel = FileChannel.open(
                    lockFile(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!taken(channel)) {
                var holder = holder(channel);
                channel.close();
                throw new BusyException(folder, holder);
            }
            var line = "pid " + ProcessHandle.current().pid() + ", " + command + ", since " + time.now() + "\n";
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), 0);
            return new Lock(channel);
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "data_dir " + folder + " cannot be used: " + reason(e),
                    "make it writable for the user that Slipway runs as" + user()
                            + ", or set data_dir to a folder that is, on a file system with locks",
                    e);
        }
    }

    /** The lock itself is not tried, which could get in the way of whoever tries it at the same moment. */
    @Override
    public boolean isHeldByAgent() {
        return isHeldBy("slipway agent"::equals);
    }

    /** As {@link #isHeldByAgent}, by any command that acts. */
    boolean isHeld() {
        return isHeldBy(command -> true);
    }

    private boolean isHeldBy(Predicate<String> wanted) {
        try {
            var holder = HOLDER.matcher(Files.readString(lockFile()));
            return holder.lookingAt()
                    && wanted.test(holder.group(2))
                    && ProcessHandle.of(Long.parseLong(holder.group(1)))
                            .filter(ProcessHandle::isAlive)
                            // In containers each first process has the same id, and the agent of before may have had
                            // ours.
                            .filter(process ->
                                    process.pid() != ProcessHandle.current().pid())
                            .isPresent();
        } catch (IOException e) {
            return false; // Nobody ever held it, or we may not know.
        }
    }

    private static boolean taken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // This very process has it.
            return false;
        }
    }

    /** In numbers, such as a host needs where the agent runs in a container; empty on a system that has none. */
    private static String user() {
        try {
            var process = Path.of("/proc/self");
            return " (chown " + Files.getAttribute(process, "unix:uid") + ":" + Files.getAttribute(process, "unix:gid")
                    + ")";
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /** Java's message for a file that may not be used is its bare name. */
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "no permission for " + denied.getMessage();
            case ClosedByInterruptException interrupted -> "interrupted at the start";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String holder(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(HOLDER_BYTES);
        channel.read(bytes, 0);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
    }
}
