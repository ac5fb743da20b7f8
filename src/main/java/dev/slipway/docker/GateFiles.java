package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.GateSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Files for the gate, which are put into the container itself: they outlive its restarts, and need no folder of the host. */
final class GateFiles {
    private final DockerEngine engine;
    private final String id;
    private final Map<String, String> files = new LinkedHashMap<>();

    GateFiles(DockerEngine engine, String id) {
        this.engine = engine;
        this.id = id;
    }

    /** Also the one that says to which container it leads. */
    GateFiles target(Container to) {
        files.put(GateConfig.TARGET_FILE, GateConfig.target(to));
        return this;
    }

    /** Also the one that says how each port is led. */
    GateFiles ports(App app, GateSpec gate) {
        files.put(GateConfig.PORTS_FILE, GateConfig.ports(app, gate));
        return this;
    }

    void write() throws DeployException {
        engine.call("write the files of gate " + id, docker -> {
            docker.copyArchiveToContainerCmd(id)
                    .withRemotePath("/")
                    .withTarInputStream(new ByteArrayInputStream(tar()))
                    .exec();
            return true;
        });
    }

    private byte[] tar() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            tar.putArchiveEntry(new TarArchiveEntry(GateConfig.FOLDER + "/"));
            tar.closeArchiveEntry();
            for (var file : files.entrySet()) {
                var content = file.getValue().getBytes(StandardCharsets.UTF_8);
                var entry = new TarArchiveEntry(GateConfig.FOLDER + "/" + file.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
