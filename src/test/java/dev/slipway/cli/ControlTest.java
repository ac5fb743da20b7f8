package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.ManualTime;
import dev.slipway.deploy.Outcome;
import dev.slipway.deploy.Time;
import dev.slipway.model.Blame;
import dev.slipway.model.Plan;
import dev.slipway.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client and an agent, over a real socket. */
@Timeout(60)
class ControlTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String STATUS = "{\"argv\":[\"status\"]}\n";

    @TempDir
    private Path folder;

    private Path socket;
    private FakeOperations agent;
    private FakeBackend backend;
    private ControlServer server;
    private final RecordedTerminal terminal = new RecordedTerminal();

    @BeforeEach
    void listen() throws Exception {
        socket = folder.resolve("agent.sock");
        agent = new FakeOperations(folder);
        backend = new FakeBackend(socket, agent);
        server = server(LONG);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theAgentCarriesOutWhatAClientAsks() {
        agent.endsWith(new Outcome.Nothing("web", new Plan.UpToDate(Given.NEW, "runs 2f6c60b")));
        assertEquals(0, client("deploy", "web", "--commit", "2f6c60b"));
        assertEquals(Optional.of(Given.NEW), agent.requests.getFirst().commit());
        assertEquals(List.of("web: nothing to do: runs 2f6c60b"), terminal.err);
        assertEquals(List.of(), backend.opened);
    }

    @Test
    void theShortWayComesToTheSameAsTheLong() {
        for (var arguments : List.of(
                List.of("status"),
                List.of("--config", "some.yaml", "status", "--json"),
                List.of("status", "--config=some.yaml", "--jsno"),
                List.of("history", "wbe"))) {
            var code = client(arguments.toArray(String[]::new));
            var out = List.copyOf(terminal.out);
            var err = List.copyOf(terminal.err);
            terminal.out.clear();
            terminal.err.clear();
            assertEquals(Optional.of(code), Shortcut.call(context(), arguments));
            assertEquals(err, terminal.err);
            // But for the time that has passed.
            assertEquals(out.size(), terminal.out.size());
            terminal.out.clear();
            terminal.err.clear();
        }
        assertEquals(List.of(), backend.opened);
    }

    @Test
    void whatNoAgentCarriesOutGoesTheLongWay() {
        for (var arguments : List.of(
                List.<String>of(),
                List.of("agent"),
                List.of("doctor"),
                List.of("config", "show"),
                List.of("status", "--help"),
                List.of("--version"),
                List.of("--config", "status"))) {
            assertEquals(Optional.empty(), Shortcut.call(context(), arguments), arguments.toString());
        }
        server.close();
        assertEquals(Optional.empty(), Shortcut.call(context(), List.of("status")));
    }

    @Test
    void theShortWayIsOpenToEveryCommandThatAnAgentCarriesOut() {
        var line = Commands.all(new Main());
        var carried = line.getSubcommands().entrySet().stream()
                .filter(each -> each.getValue().getCommandSpec().userObject() instanceof Command)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertEquals(carried, Shortcut.CARRIED);
    }

    @Test
    void anAgentThatIsOnlyJustStartingIsWaitedFor() {
        server.close();
        backend.starting = () -> {
            server = server(LONG);
            return true;
        };
        assertEquals(0, client("pause", "web", "--reason", "stocktaking"));
        assertEquals(List.of("pause web: stocktaking"), agent.said);
        assertEquals(List.of(), backend.opened, "it was not taken for none");
    }

    @Test
    void exitCodeAndBothStreamsArriveAsTheyWere() {
        agent.endsWith(new Outcome.Ended(Given.failed(Blame.YOURS)));
        assertEquals(6, client("poll"));
        assertEquals("✖ web 2f6c60b: build failed at step 4/9 (RUN npm ci): exit code 1", terminal.err.getFirst());
        assertEquals(0, client("status"));
        assertTrue(terminal.out.getFirst().startsWith("APP"), terminal.out.toString());
    }

    /** These bytes, and the end of the answer, are what the container image's health check goes by, which starts no Java. */
    @Test
    void aHealthCheckNeedsNoMoreThanOneLine() throws Exception {
        assertTrue(raw("{\"argv\":[\"health\"]}\n").endsWith("{\"exit\":0}\n"));
        agent.stale = List.of("web: the poll that was due 5 min ago has not come");
        var answer = raw("{\"argv\":[\"health\"]}\n");
        assertTrue(answer.endsWith("{\"out\":\"" + agent.stale.getFirst() + "\"}\n{\"exit\":3}\n"), answer);
        assertTrue(Files.readString(Path.of("src/main/docker/healthcheck")).contains("'{\"argv\":[\"health\"]}\\n'"));
    }

    @Test
    void theAgentsSessionStaysOpen() {
        assertEquals(0, client("pause", "web", "--reason", "stocktaking"));
        assertEquals(List.of("pause web: stocktaking"), agent.said);
    }

    @Test
    void aMistakeIsTheClientsToRead() {
        assertEquals(2, client("deploy", "wbe"));
        assertEquals("slipway deploy: the configuration has no app wbe", terminal.err.getFirst());
    }

    @Test
    void onlyTheOwnerMayOpenIt() throws Exception {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "GET / HTTP/1.1\n",
                "{\"argv\":\"status\"}\n",
                "{}\n",
                "[]\n",
                "null\n",
                "{\"argv\":[\"status\"]\n",
                "\u0000\u0001\u0002\n"
            })
    void garbageIsRefusedAndTheAgentServesOn(String garbage) throws Exception {
        var answer = raw(garbage);
        assertTrue(answer.contains("not a request of Slipway's"), answer);
        assertTrue(answer.endsWith("{\"exit\":2}\n"), answer);
        assertEquals(0, client("status"));
    }

    @Test
    void aRequestWithoutEndIsRefusedAtItsLimit() throws Exception {
        var answer = raw("x".repeat(ControlProtocol.LONGEST_REQUEST + 1));
        assertTrue(answer.endsWith("{\"exit\":2}\n"), answer);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws Exception {
        try (var channel = connect()) {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) 0xc3, (byte) 0x28, '\n'}));
            assertTrue(answer(channel).endsWith("{\"exit\":2}\n"));
        }
    }

    @Test
    void aClientCannotHaveTheAgentBeginAnother() throws Exception {
        var answer = raw("{\"argv\":[\"agent\"]}\n");
        assertTrue(answer.endsWith("{\"exit\":2}\n"), answer);
        assertEquals(List.of(), backend.opened);
    }

    @Test
    void aClientThatSaysNothingIsLetGo() throws Exception {
        restart(Duration.ofMillis(100));
        try (var channel = connect()) {
            assertEquals("", answer(channel));
        }
        assertEquals(0, client("status"));
    }

    @Test
    void clientsThatDoNotListenHoldNobodyUp() throws Exception {
        var stuck = new ArrayList<SocketChannel>();
        for (int i = 0; i < 8; i++) {
            var channel = connect();
            channel.write(bytes(STATUS));
            stuck.add(channel);
        }
        assertEquals(0, client("status"));
        for (var channel : stuck) {
            channel.close();
        }
    }

    @Test
    void aClientThatTakesNothingInIsLetGo() throws Exception {
        restart(Duration.ofMillis(200));
        var log = folder.resolve("142.log");
        Files.writeString(log, ("a line of a long log ".repeat(20) + "\n").repeat(10_000));
        agent.deployments.add(Given.failed(Blame.YOURS));
        try (var channel = connect()) {
            channel.write(bytes("{\"argv\":[\"logs\",\"142\"]}\n"));
            // The agent fills the socket's buffer, loses patience, and hangs up: to write to it then fails.
            Await.until("the agent has let go", LONG, () -> !takes(channel));
        }
    }

    @Test
    void aClientThatGoesAwayStopsNothing() throws Exception {
        var end = agent.neverEnds();
        try (var channel = connect()) {
            channel.write(bytes("{\"argv\":[\"deploy\",\"web\"]}\n"));
            Await.until("the request has come in", LONG, () -> !agent.requests.isEmpty());
        }
        assertEquals(0, client("status"));
        assertFalse(end.isDone());
    }

    @Test
    void aCommandThatOnlyWatchesEndsWithItsClient() throws Exception {
        try (var channel = connect()) {
            channel.write(bytes("{\"argv\":[\"status\",\"--watch\"]}\n"));
            Await.until("it watches", LONG, () -> server.clients() == 1);
        }
        Await.until("nobody watches any more", LONG, () -> server.clients() == 0);
    }

    @Test
    void aClientIsToldThatTheAgentIsOfAnotherVersion() throws Exception {
        server.close();
        try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> {
                try (var client = other.accept()) {
                    client.read(ByteBuffer.allocate(1024));
                    client.write(bytes("{\"version\":\"9.9.9\"}\n{\"out\":\"hello\"}\n{\"exit\":0}\n"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertEquals(0, client("status"));
        }
        assertTrue(terminal.err.getFirst().contains("the agent is version 9.9.9"), terminal.err.toString());
        assertEquals(List.of("hello"), terminal.out);
    }

    @Test
    void anAgentThatEndsMidwayIsAFailureThatSaysSo() throws Exception {
        server.close();
        try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> {
                try (var client = other.accept()) {
                    client.read(ByteBuffer.allocate(1024));
                    client.write(bytes("{\"out\":\"hel"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertEquals(5, client("deploy", "web"));
        }
        assertTrue(terminal.err.getFirst().contains("the agent ended before the command did"), terminal.err.toString());
    }

    @Test
    void anAgentThatTakesACallAndSaysNothingIsNotWaitedForForEver() throws Exception {
        server.close();
        try (var silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));
            var impatient = new ManualTime();
            assertEquals(5, client(impatient, "status"));
        }
        assertTrue(
                terminal.err.getFirst().contains("the agent does not answer: not a word within 30 s"),
                terminal.err.toString());
    }

    @Test
    void interruptingTheClientLeavesTheAgentAtIt() throws Exception {
        var end = agent.neverEnds();
        var codes = new ArrayList<Integer>();
        var client = Thread.ofPlatform().start(() -> codes.add(client("deploy", "web")));
        Await.until("the request has come in", LONG, () -> !agent.requests.isEmpty());
        client.interrupt();
        client.join();
        assertEquals(List.of(130), codes);
        assertTrue(terminal.err.getFirst().contains("the agent goes on"), terminal.err.toString());
        assertFalse(end.isDone());
    }

    @Test
    void aSocketThatAKilledAgentLeftIsNoAgent() throws Exception {
        server.close();
        leaveStaleSocket();
        assertEquals(0, client("pause", "web"));
        assertEquals(List.of("act: slipway pause web"), backend.opened);
    }

    @Test
    void aSocketThatAKilledAgentLeftIsReplaced() throws Exception {
        server.close();
        leaveStaleSocket();
        server = server(LONG);
        assertEquals(0, client("status"));
        assertEquals(List.of(), backend.opened);
    }

    @Test
    void whatIsNotASocketIsNotReplaced() throws Exception {
        server.close();
        Files.writeString(socket, "precious");
        var refused = assertThrows(DeployException.class, () -> server(LONG));
        assertEquals(Blame.HOST, refused.failure().blame());
        assertEquals("precious", Files.readString(socket));
    }

    @Test
    void aFolderTooLongForASocketIsRefusedInWords() {
        var deep = folder.resolve("d".repeat(108)).resolve("agent.sock");
        var refused = assertThrows(
                DeployException.class, () -> new ControlServer(deep, agent, backend, new SystemTime(), Map.of()));
        assertEquals(Blame.YOURS, refused.failure().blame());
        assertTrue(
                refused.failure().what().startsWith("data_dir is too long"),
                refused.failure().what());
    }

    @Test
    void closingRemovesTheSocket() {
        server.close();
        assertFalse(Files.exists(socket));
    }

    private ControlServer server(Duration patience) throws DeployException {
        return new ControlServer(socket, ControlServer.context(agent, backend, new SystemTime(), Map.of()), patience);
    }

    private void restart(Duration patience) throws DeployException {
        server.close();
        server = server(patience);
    }

    private int client(String... arguments) {
        return client(new SystemTime(), arguments);
    }

    private int client(Time time, String... arguments) {
        return CommandLineInterface.run(context(time), List.of(arguments));
    }

    private Context context() {
        return context(new SystemTime());
    }

    private Context context(Time time) {
        return new Context(terminal, backend, time, Map.of(), Optional.empty());
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private String raw(String request) throws IOException {
        try (var channel = connect()) {
            channel.write(bytes(request));
            return answer(channel);
        }
    }

    private static String answer(SocketChannel channel) throws IOException {
        return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static boolean takes(SocketChannel channel) {
        try {
            channel.write(bytes("x"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private void leaveStaleSocket() throws IOException {
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertTrue(Files.exists(socket));
    }
}
