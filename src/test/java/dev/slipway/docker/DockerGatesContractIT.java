package dev.slipway.docker;

import static dev.slipway.docker.ContainersTestEngine.shell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.Containers;
import dev.slipway.deploy.Containers.Attachment;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Gates;
import dev.slipway.deploy.GatesContract;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.GateSpec;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.model.SwapMode;
import dev.slipway.testkit.FreePort;
import dev.slipway.testkit.GateImage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DockerGatesContractIT extends GatesContract {
    private final ContainersTestEngine fixture = new ContainersTestEngine();
    private final Gates gates = new DockerGates(fixture.engine, fixture.containers, Map.of());
    private final App app = app(GateImage.make());

    DockerGatesContractIT() throws Exception {
        // Its fields' failures are its own.
    }

    @AfterEach
    void sweep() throws Exception {
        gates.of(app).forEach(gate -> {
            try {
                fixture.containers.remove(gate.container().id());
            } catch (DeployException e) {
                throw new AssertionError(e);
            }
        });
        fixture.clear();
        gates.removeNetwork(app);
        fixture.close();
    }

    @Test
    void anImageWithoutHaproxyIsNamed() throws Exception {
        var other = app(fixture.image().tag());
        var gate = gates.create(other, DEPLOYMENT, started(other.nextName()));
        assertThrows(
                DeployException.class,
                () -> fixture.containers.start(gate.container().id()));
    }

    @Test
    void anImageThatCannotBeHadFailsInPreparation() {
        var refused = assertThrows(
                DeployException.class,
                () -> gates.prepare(app("127.0.0.1:1/no-such/haproxy:1"), dev.slipway.deploy.Progress.NONE));
        assertEquals(Blame.REMOTE, refused.failure().blame());
        assertTrue(refused.failure().what().contains("cannot pull 127.0.0.1:1/no-such/haproxy:1"));
    }

    private App app(String image) throws IOException {
        var port = new Run.Port(Optional.of("127.0.0.1"), Optional.of(FreePort.find()), 8000, "tcp");
        var plain = fixture.app(
                "app",
                RunSpec.EMPTY
                        .with(RunKey.COMMAND, shell("trap 'exit 0' TERM; while :; do busybox sleep 0.1; done"))
                        .with(RunKey.PORTS, List.of(port)));
        var policy = plain.policy();
        return new App(
                plain.name(),
                plain.git(),
                plain.build(),
                plain.run(),
                plain.health(),
                new DeployPolicy(
                        Optional.of(SwapMode.GATE),
                        policy.keep(),
                        policy.windows(),
                        policy.adopt(),
                        policy.drift(),
                        Optional.of(new GateSpec(image, List.of(8000), Duration.ofSeconds(1)))));
    }

    @Override
    protected Gates gates() {
        return gates;
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
    protected Container started(String name) throws Exception {
        var created = fixture.create(app, name, Attachment.UNSEEN);
        fixture.containers.start(created.id());
        return created;
    }

    @Override
    protected void stranger(String name) throws Exception {
        fixture.create(fixture.app("other"), name, Attachment.FULL);
    }
}
