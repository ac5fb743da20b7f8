package dev.slipway.docker;

import static dev.slipway.docker.ContainersTestEngine.shell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.Containers.Attachment;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.testkit.Fault;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where containers are found, and which ports they publish. */
class ContainerNetworksIT extends EngineCase {
    @Test
    void publishesThePortOfAPrivateContainerOnceItIsConnected() throws Exception {
        var port = freePort();
        var app = docker.app("web", serving(port));
        var warm = docker.create(app, app.nextName(), Attachment.PRIVATE);
        containers.start(warm.id());
        assertEquals(
                List.of("slipway-" + app.name()),
                docker.now(warm).wiring().networks().stream()
                        .map(NetworkAttachment::network)
                        .toList());
        assertTrue(docker.now(warm).address().isPresent());
        assertFalse(answers(port));
        containers.connect(warm.id(), app.attachments().getFirst());
        docker.eventually("the port answers", () -> answers(port));
        containers.disconnect(warm.id(), containers.privateNetwork(app));
        docker.eventually("the port answers still", () -> answers(port));
        assertEquals(app.attachments(), docker.now(warm).wiring().networks());
        containers.removePrivateNetwork(app);
        assertFalse(docker.hasNetwork("slipway-" + app.name()));
    }

    @Fault(42)
    @Test
    void namesTheHolderOfATakenPort() throws Exception {
        var port = freePort();
        var holder = docker.started(docker.app("holder", serving(port)));
        var late = docker.create(docker.app("late", serving(port)));
        var e = assertThrows(DeployException.class, () -> containers.start(late.id()));
        assertEquals(Blame.HOST, e.failure().blame());
        assertTrue(e.getMessage().contains(holder.name()), e.getMessage());
        assertTrue(e.getMessage().contains(String.valueOf(port)), e.getMessage());
    }

    @Test
    void attachesToAllNetworksWithAliasesAndFixedAddresses() throws Exception {
        var wanted = List.of(
                attachment(docker.network("one"), List.of("alias-a")), attachment(docker.network("two"), List.of()));
        var app = docker.app("web", RunSpec.EMPTY.with(RunKey.NETWORKS, wanted));
        assertEquals(
                Set.copyOf(app.attachments()),
                Set.copyOf(docker.create(app).wiring().networks()));
        var running = docker.started(docker.app("web2", RunSpec.EMPTY.with(RunKey.NETWORKS, wanted)));
        assertEquals(
                Set.copyOf(docker.app("web2", RunSpec.EMPTY.with(RunKey.NETWORKS, wanted))
                        .attachments()),
                Set.copyOf(running.wiring().networks()));
    }

    @Test
    void hidesWhatIsUnseen() throws Exception {
        var network = docker.network("one");
        var run = serving(freePort())
                .with(RunKey.NETWORKS, List.of(attachment(network, List.of("alias-a"))))
                .with(RunKey.LABELS, Map.of("a.label", "kept"));
        var app = docker.app("web", run);
        var unseen = docker.create(app, app.nextName(), Attachment.UNSEEN);
        containers.start(unseen.id());
        assertEquals(
                List.of(attachment(network, List.of())),
                docker.now(unseen).wiring().networks());
        var inspected = docker.inspect(unseen);
        assertTrue(inspected.at("/HostConfig/PortBindings").isEmpty(), inspected.toString());
        assertEquals("kept", inspected.at("/Config/Labels/a.label").asText());
    }

    @Test
    void connectsAndDisconnectsWhatIsSoAlready() throws Exception {
        var network = docker.network("one");
        var running = docker.started(docker.app("web"));
        var attachment = attachment(network, List.of("alias-a"));
        containers.connect(running.id(), attachment);
        containers.connect(running.id(), attachment);
        assertTrue(docker.now(running).wiring().networks().contains(attachment));
        containers.disconnect(running.id(), network);
        containers.disconnect(running.id(), network);
        assertEquals(
                docker.app("web").attachments(), docker.now(running).wiring().networks());
    }

    @Test
    void keepsThePrivateNetworkWhileItIsInUse() throws Exception {
        var app = docker.app("web");
        var network = containers.privateNetwork(app);
        assertEquals(network, containers.privateNetwork(app));
        var inspected = docker.engine.call("inspect", client -> Raw.get(docker.engine.http(), "/networks/" + network));
        assertTrue(inspected.path("Internal").asBoolean());
        assertEquals(app.name(), inspected.at("/Labels/dev.slipway.app").asText());
        var inside = docker.create(app, app.nextName(), Attachment.PRIVATE);
        containers.start(inside.id());
        containers.removePrivateNetwork(app);
        assertTrue(docker.hasNetwork(network));
        containers.remove(inside.id());
        containers.removePrivateNetwork(app);
        containers.removePrivateNetwork(app);
        assertFalse(docker.hasNetwork(network));
    }

    private static NetworkAttachment attachment(String network, List<String> aliases) {
        return new NetworkAttachment(network, aliases, Optional.empty(), Optional.empty());
    }

    private static RunSpec serving(int port) {
        return RunSpec.EMPTY
                .with(RunKey.COMMAND, shell("echo hello > /index.html; exec busybox httpd -f -p 8080 -h /"))
                .with(RunKey.PORTS, List.of(new Run.Port(Optional.of("127.0.0.1"), Optional.of(port), 8080, "tcp")));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try {
            var url = URI.create("http://127.0.0.1:" + port + "/index.html").toURL();
            var connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(1000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
