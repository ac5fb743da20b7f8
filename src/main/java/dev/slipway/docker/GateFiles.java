package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.GateSpec;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files for the gate, which are put into the container itself: they outlive its restarts, and need no folder of the host. */
final class GateFiles {
    private final DockerEngine engine;
    private final String id;
    private final Map<String, String> files = new LinkedHashMap<>();

    GateFiles(DockerEngine engine, String id) {
        this.engine = engine;
        this.id = id;
        files.put(GateConfig.FOLDER + "/", "");
    }

    /** Also the one that says to which container it leads. */
    GateFiles target(Container to) {
        files.put(GateConfig.FOLDER + "/" + GateConfig.TARGET_FILE, GateConfig.target(to));
        return this;
    }

    /** Also the one that says how each port is led. */
    GateFiles ports(App app, GateSpec gate) {
        files.put(GateConfig.FOLDER + "/" + GateConfig.PORTS_FILE, GateConfig.ports(app, gate));
        return this;
    }

    void write() throws DeployException {
        engine.call("write the files of gate " + id, docker -> {
            docker.copyArchiveToContainerCmd(id)
                    .withRemotePath("/")
                    .withTarInputStream(new ByteArrayInputStream(SmallTar.of(files)))
                    .exec();
            return true;
        });
    }
}
