package dev.slipway;

import dev.slipway.deploy.LeaseStore;
import dev.slipway.model.App;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who this process is among those that manage one swarm.
 *
 * @param before the id of the last process of the same {@code data_dir}
 */
record Identity(LeaseStore.Holder me, Optional<String> before) {
    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
    private static final Path KERNELS_NAME = Path.of("/proc/sys/kernel/hostname");

    /** Of one that changes nothing. */
    static Identity looking() {
        return new Identity(new LeaseStore.Holder(machine(), UUID.randomUUID().toString()), Optional.empty());
    }

    /** Of one that holds the lock of {@code data_dir}, and leaves its id there, so that the next need not wait for its lease to run out. */
    static Identity acting(Configuration configuration) {
        var identity = looking();
        if (configuration.settings().apps().stream().noneMatch(App::inSwarm)) {
            return identity;
        }
        var file = configuration.dataDir().processId();
        try {
            var before = read(file);
            Files.writeString(file, identity.me().id());
            return new Identity(identity.me(), before);
        } catch (IOException e) {
            // All that is lost is that a process waits some seconds.
            LOG.warn(
                    "{} cannot be used, so after a restart the lease of the swarm has to run out: {}",
                    file,
                    e.toString());
            return identity;
        }
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file).strip()).filter(id -> !id.isEmpty());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static String machine() {
        try {
            return Files.readString(KERNELS_NAME).strip();
        } catch (IOException e) {
            LOG.debug("this kernel does not tell the machine's name: {}", e.toString());
            return InetAddress.getLoopbackAddress().getHostName();
        }
    }
}
