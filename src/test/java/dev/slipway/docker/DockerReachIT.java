package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Ownership;
import dev.slipway.deploy.Reach;
import dev.slipway.deploy.Reach.Way;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Beyond the contract: where an agent may run, and what an app's network mode leaves of the way to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerReachIT {
    private static final Optional<String> NONE = Optional.empty();

    @TempDir
    Path folder;

    private ContainersTestEngine docker;

    @BeforeAll
    void open() throws Exception {
        docker = new ContainersTestEngine();
    }

    @AfterEach
    void clear() throws Exception {
        docker.clear();
    }

    @AfterAll
    void close() throws Exception {
        docker.close();
    }

    @Test
    void joinsTheDefaultBridgeAndLeavesItAgain() throws Exception {
        var agent = AgentsContainer.start(docker, folder);
        var web = docker.started(docker.app("web"));
        var reach = agent.reach();

        var way = reach.to(docker.app("web"), web);
        assertEquals(web.address(), way.address());
        assertTrue(agent.networks().contains("bridge"));

        reach.leave(docker.app("web"));
        assertEquals(Set.of(docker.name("agents")), agent.networks());
    }

    @Test
    void tellsWhatItJoinedFromWhatAPersonDidEvenAfterARestartOfTheContainer() throws Exception {
        var agent = AgentsContainer.start(docker, folder);
        agent.attach(docker.network("by-hand"));
        agent.reach().to(docker.app("web"), docker.started(docker.app("web")));

        agent.restart();
        assertEquals(Set.of(docker.name("agents"), docker.name("by-hand"), "bridge"), agent.networks());
        agent.reach().leave(docker.app("web"));
        assertEquals(Set.of(docker.name("agents"), docker.name("by-hand")), agent.networks());
    }

    @Test
    void joinsOneOfManyNetworksAndNoneWhereOneIsShared() throws Exception {
        var agent = AgentsContainer.start(docker, folder);
        var run = RunSpec.EMPTY.with(
                RunKey.NETWORKS, List.of(on(docker.network("a")), on(docker.network("b")), on(docker.network("c"))));
        var app = docker.app("web", run);
        var web = docker.started(app);
        var reach = agent.reach();
        reach.to(app, web);
        assertEquals(2, agent.networks().size(), agent.networks().toString());
        reach.leave(app);

        agent.attach(docker.name("c"));
        var address = docker.inspect(web)
                .at("/NetworkSettings/Networks")
                .path(docker.name("c"))
                .path("IPAddress")
                .asText();
        assertEquals(Optional.of(address), reach.to(app, web).address());
        assertEquals(Set.of(docker.name("agents"), docker.name("c")), agent.networks());
    }

    @Test
    void findsAnAppOnTheHostsNetworkAtTheGateway() throws Exception {
        var agent = AgentsContainer.start(docker, folder);
        var app = docker.app("web", RunSpec.EMPTY.with(RunKey.NETWORK_MODE, "host"));
        var gateway = docker.inspect(agent.container())
                .at("/NetworkSettings/Networks")
                .path(docker.name("agents"))
                .path("Gateway")
                .asText();

        var way = agent.reach().to(app, docker.started(app));
        assertEquals(new Way(Optional.of(gateway), Optional.of(gateway)), way);
        assertTrue(way.isByTheHost());
        assertEquals(Set.of(docker.name("agents")), agent.networks());
    }

    @Test
    void knowsNoAddressOfAnAppThatHasNoNetworkOfItsOwn() throws Exception {
        var agent = AgentsContainer.start(docker, folder);
        var other = docker.started(docker.app("other"));
        for (var mode : List.of("none", "container:" + other.id())) {
            var app = docker.app("web-" + mode.substring(0, 4), RunSpec.EMPTY.with(RunKey.NETWORK_MODE, mode));
            assertEquals(NONE, agent.reach().to(app, docker.started(app)).address(), mode);
        }
        assertEquals(Set.of(docker.name("agents")), agent.networks());
    }

    @Test
    void joinsWithTheContainerWhoseNetworkTheAgentShares() throws Exception {
        var owner = AgentsContainer.start(docker, folder);
        var lodger = docker.started(docker.app(
                "lodger",
                RunSpec.EMPTY.with(
                        RunKey.NETWORK_MODE, "container:" + owner.container().id())));
        AgentsContainer.leaveTraces(folder, lodger.id());
        var web = docker.started(docker.app("web"));

        var reach = new DockerReach(docker.engine, folder);
        assertEquals(Set.of(lodger.id()), reach.ownContainers());
        assertEquals(web.address(), reach.to(docker.app("web"), web).address());
        assertTrue(owner.networks().contains("bridge"));
        reach.leave(docker.app("web"));
        assertEquals(Set.of(docker.name("agents")), owner.networks());
    }

    @Test
    void anAgentWithTheHostsNetworkReachesAllAndJoinsNothing() throws Exception {
        var agent = AgentsContainer.start(docker, folder, RunSpec.EMPTY.with(RunKey.NETWORK_MODE, "host"));
        var web = docker.started(docker.app("web"));

        assertEquals(Way.fromTheHost(web.address()), agent.reach().to(docker.app("web"), web));
        assertEquals(Set.of(agent.container().id()), agent.reach().ownContainers());
        agent.reach().leave(docker.app("web"));
        assertEquals(Set.of("host"), agent.networks());
    }

    /** As in Docker-in-Docker: the outer engine made the container, the inner one, which is asked, does not know it. */
    @Test
    void anAgentBesideTheEngineInAContainerOfAnotherEngineReachesAll() throws Exception {
        AgentsContainer.leaveTraces(folder, "e".repeat(64));
        var web = docker.started(docker.app("web"));

        var reach = new DockerReach(docker.engine, folder);
        assertEquals(Way.fromTheHost(web.address()), reach.to(docker.app("web"), web));
    }

    /** 127.0.0.2 stands for another machine; an address there may belong to somebody else's container here. */
    @Test
    void aContainerOnAnotherMachineIsAskedWhereItsPortIsPublishedOrNotAtAll() throws Exception {
        AgentsContainer.leaveTraces(folder, "e".repeat(64));
        try (var way = new CuttableWay("127.0.0.2");
                var engine = new DockerEngine(way.address(), Map.of(), docker.time)) {
            var reach = new DockerReach(engine, folder);
            var web = docker.started(docker.app("web"));
            var asked = asking(docker.app("web"), new HealthSpec.Check.Tcp(80));

            var refused = assertThrows(DeployException.class, () -> reach.preflight(asked));
            assertEquals(Blame.YOURS, refused.failure().blame());
            assertTrue(
                    refused.failure().what().contains("on another machine, tcp://127.0.0.2"),
                    refused.failure().what());
            assertTrue(
                    refused.failure().next().startsWith("use health.command"),
                    refused.failure().next());
            assertEquals(Way.fromAnotherMachine("127.0.0.2"), reach.to(asked, web));

            reach.preflight(docker.app("web"));
            reach.preflight(asking(docker.app("web"), new HealthSpec.Check.Command(List.of("true"))));
            reach.leave(asked);
        }
    }

    @Test
    void aContainerWithTheHostsNameIsNotTakenForTheAgents() throws Exception {
        // In the form of a short id, and of this test alone.
        var hostName = docker.prefix.substring(docker.prefix.lastIndexOf('-') + 1) + "beef";
        var app = docker.app("web", RunSpec.EMPTY.with(RunKey.CONTAINER_NAME, hostName));
        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(folder.resolve("etc/hostname"), hostName + "\n");
        var web = docker.started(app);
        try {
            assertEquals(Way.fromTheHost(web.address()), new DockerReach(docker.engine, folder).to(app, web));
        } finally {
            docker.containers.remove(web.id());
        }
    }

    @Test
    void anAppThatIsTheAgentsOwnContainerIsRefused() throws Exception {
        var agent = AgentsContainer.start(docker, folder);
        var self = docker.app(
                "web",
                RunSpec.EMPTY.with(RunKey.CONTAINER_NAME, agent.container().name()));
        var refused =
                assertThrows(DeployException.class, () -> Ownership.check(self, docker.containers, agent.reach()));
        assertEquals(Blame.YOURS, refused.failure().blame());
        assertTrue(
                refused.failure()
                        .what()
                        .contains("is Slipway's own container "
                                + agent.container().name()),
                refused.failure().what());
        Ownership.check(docker.app("web"), docker.containers, agent.reach());
    }

    @Test
    void isFoundByItsHostNameWhereNothingElseTells() throws Exception {
        var agent = AgentsContainer.start(docker, folder);
        Files.delete(folder.resolve("proc/self/mountinfo"));
        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(folder.resolve("etc/hostname"), agent.container().shortId() + "\n");
        agent.reach().to(docker.app("web"), docker.started(docker.app("web")));
        assertTrue(agent.networks().contains("bridge"));
    }

    @Test
    void aProcessInNoContainerAsksTheEngineNothing() throws Exception {
        var nowhere = URI.create("unix://" + folder.resolve("no.sock"));
        try (var engine = new DockerEngine(nowhere, Map.of(), docker.time)) {
            Reach reach = new DockerReach(engine, folder);
            var app = asking(docker.app("web"), new HealthSpec.Check.Tcp(80));
            var web = docker.create(app);
            reach.preflight(app);
            assertEquals(Set.of(), reach.ownContainers());
            assertEquals(Way.fromTheHost(web.address()), reach.to(app, web));
            reach.leave(app);
        }
    }

    private static NetworkAttachment on(String network) {
        return new NetworkAttachment(network, List.of(), Optional.empty(), Optional.empty());
    }

    private static App asking(App app, HealthSpec.Check check) {
        var health = new HealthSpec(
                Optional.of(check), app.health().timeout(), app.health().settle());
        return new App(app.name(), app.git(), app.build(), app.run(), health, app.policy());
    }
}
