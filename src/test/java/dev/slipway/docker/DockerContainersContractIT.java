package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.Containers;
import dev.slipway.deploy.ContainersContract;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Image;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DockerContainersContractIT extends ContainersContract {
    /** Says something on both streams, and ends soon after SIGTERM. */
    private static final List<String> LONG_LIVED = ContainersTestEngine.shell(
            "trap 'exit 0' TERM; echo out; echo err >&2; while :; do busybox sleep 0.1; done");

    private final ContainersTestEngine fixture;
    private final App app;

    DockerContainersContractIT() throws Exception {
        fixture = new ContainersTestEngine();
        var front =
                new NetworkAttachment(fixture.network("front"), List.of("site"), Optional.empty(), Optional.empty());
        app = fixture.app(
                "app",
                RunSpec.EMPTY
                        .with(RunKey.COMMAND, LONG_LIVED)
                        .with(RunKey.RESTART, new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0))
                        .with(RunKey.NETWORKS, List.of(front)));
    }

    @AfterEach
    void sweep() throws Exception {
        fixture.close();
    }

    @Test
    void leavesSomebodyElsesNetworkOfThatNameAlone() throws Exception {
        var name = PrivateNetwork.name(app);
        var id = fixture.engine.call(
                "make a stranger's network",
                docker -> docker.createNetworkCmd().withName(name).exec().getId());
        try {
            containers().removePrivateNetwork(app);

            var still = fixture.engine.call(
                    "look",
                    docker ->
                            docker.inspectNetworkCmd().withNetworkId(id).exec().getName());
            assertEquals(name, still);
            var refused = assertThrows(DeployException.class, () -> containers().privateNetwork(app));
            assertTrue(
                    refused.failure().what().contains(name), refused.failure().what());
        } finally {
            fixture.engine.call("remove it", docker -> {
                docker.removeNetworkCmd(id).exec();
                return true;
            });
        }
    }

    @Override
    protected Containers containers() {
        return fixture.containers;
    }

    @Override
    protected App app() {
        return app;
    }

    @Override
    protected Image image() {
        return fixture.image();
    }
}
