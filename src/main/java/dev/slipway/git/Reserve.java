package dev.slipway.git;

import dev.slipway.model.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The room on the disk of the clones that no fetch may take: nobody knows how large a repository is before it is here, and the
 * apps that run write to that disk too.
 */
final class Reserve {
    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);

    private final Path folder;
    private final LongSupplier bytes;

    /** @param bytes that must stay free, asked at each look; 0 for no such limit */
    Reserve(Path folder, LongSupplier bytes) {
        this.folder = folder;
        this.bytes = bytes;
    }

    boolean isTouched() {
        var wanted = bytes.getAsLong();
        if (wanted == 0) {
            return false;
        }
        try {
            return Files.getFileStore(folder).getUsableSpace() < wanted;
        } catch (IOException e) {
            // What writes there will fail by itself, and says more.
            LOG.debug("the room at {} cannot be seen", folder, e);
            return false;
        }
    }

    Path folder() {
        return folder;
    }

    String inWords() {
        return ByteSize.inWords(bytes.getAsLong());
    }
}
