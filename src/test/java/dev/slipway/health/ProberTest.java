package dev.slipway.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.deploy.Containers;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Probe;
import dev.slipway.deploy.Probe.Answer;
import dev.slipway.deploy.Reach.Way;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.HealthSpec.Check;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.Run;
import dev.slipway.testkit.Await;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProberTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Probe prober = running(Duration.ofSeconds(5), 0, "");
    private final Probe hasty = running(SHORT, 0, "");

    /** Whose every command ends so. */
    private static Probe running(Duration timeout, int exitCode, String output) {
        return new Prober((id, argv, within) -> new Containers.ExecResult(exitCode, output), timeout);
    }

    private static Container container() {
        return new Container(
                "c1",
                "web",
                Optional.empty(),
                new Container.State(Container.Status.RUNNING, 0, 0, Instant.EPOCH, Container.Health.NONE, ""),
                new Container.Wiring("sha256:1", RestartPolicy.NO, List.of()),
                Optional.empty());
    }

    private static Way at(String address) {
        return Way.fromTheHost(address.isEmpty() ? Optional.empty() : Optional.of(address));
    }

    private static Way here() {
        return at("127.0.0.1");
    }

    /** Of an agent in a container, to one that has its own address there. */
    private static Way fromContainer(String address, String host) {
        return new Way(Optional.of(address), host.isEmpty() ? Optional.empty() : Optional.of(host));
    }

    private static Run.Port published(String hostIp, int hostPort) {
        return new Run.Port(
                hostIp.isEmpty() ? Optional.empty() : Optional.of(hostIp), Optional.of(hostPort), 8000, "tcp");
    }

    private static Check.Networked http(Server server) {
        return new Check.Http(server.port(), "/health");
    }

    private static String response(int status, String body) {
        return "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static int portThatNobodyHas() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 299, 301, 304, 399})
    void statusBelow400IsWell(int status) throws Exception {
        try (var server = Server.that(Server.answers(
                "HTTP/1.1 " + status + " X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"))) {
            assertEquals(
                    new Answer(true, "http :" + server.port() + "/health answered " + status),
                    prober.inside(http(server), here()));
            assertEquals(1, server.requests().size(), "redirects are not followed");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 407, 500, 503, 599})
    void statusFrom400IsNotWellAndTheBodyIsQuoted(int status) throws Exception {
        try (var server = Server.that(Server.answers(response(status, "db down")))) {
            assertEquals(
                    new Answer(false, "http :" + server.port() + "/health answered " + status + " \"db down\""),
                    prober.inside(http(server), here()));
        }
    }

    @Test
    void anEmptyBodyIsNotQuoted() throws Exception {
        try (var server = Server.that(Server.answers(response(500, " \r\n\t")))) {
            assertEquals(
                    "http :" + server.port() + "/health answered 500",
                    prober.inside(http(server), here()).said());
        }
    }

    @Test
    void asksWithTheAddressAsHostAndWithNothingThatIsNotNeeded() throws Exception {
        try (var server = Server.that(Server.answers(response(200, "")))) {
            prober.inside(new Check.Http(server.port(), "/health?deep=1&x=%20"), here());
            var head = server.requests().getFirst();
            assertTrue(head.startsWith("GET /health?deep=1&x=%20 HTTP/1.1\r\n"), head);
            assertTrue(head.contains("\r\nHost: 127.0.0.1:" + server.port() + "\r\n"), head);
            assertFalse(head.contains("Upgrade"), head);
        }
    }

    @Test
    void everyQuestionHasItsOwnConnection() throws Exception {
        var connections = new ArrayList<Integer>();
        try (var server = Server.that((out, it) -> {
            synchronized (connections) {
                connections.add(connections.size());
            }
            Server.hangsAfter(response(200, "ok")).answer(out, it);
        })) {
            prober.inside(http(server), here());
            prober.inside(http(server), here());
            assertEquals(List.of(0, 1), connections);
        }
    }

    @Test
    void quotesTheBeginningOfABigBodyAndTakesNoMore() throws Exception {
        var refused = new AtomicReference<Exception>();
        try (var server = Server.that((out, it) -> {
            out.write("HTTP/1.1 500 X\r\nContent-Length: 4000000000\r\n\r\n".getBytes());
            var megabyte = "x".repeat(1024 * 1024).getBytes();
            try {
                for (var i = 0; i < 3800; i++) {
                    out.write(megabyte);
                }
            } catch (java.io.IOException e) {
                refused.set(e);
            }
        })) {
            assertEquals(
                    "http :" + server.port() + "/health answered 500 \"" + "x".repeat(200) + "…\"",
                    prober.inside(http(server), here()).said());
            Await.until("the connection is given up", Duration.ofSeconds(5), () -> refused.get() != null);
        }
    }

    @Test
    void quotesOnOneLineAndWithoutControlCharacters() throws Exception {
        try (var server = Server.that(Server.answers(response(500, "a\r\nb\u001b[31m\0\tc\u007f")))) {
            assertEquals(
                    "http :" + server.port() + "/health answered 500 \"a b [31m c\"",
                    prober.inside(http(server), here()).said());
        }
    }

    @Test
    void isWellByItsStatusThoughTheBodyHangs() throws Exception {
        try (var server = Server.that(Server.hangsAfter("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nso far"))) {
            assertTrue(hasty.inside(http(server), here()).well());
        }
    }

    @Test
    void quotesWhatCameOfABodyThatHangs() throws Exception {
        try (var server = Server.that(Server.hangsAfter("HTTP/1.1 500 X\r\nContent-Length: 100\r\n\r\nso far"))) {
            assertEquals(
                    "http :" + server.port() + "/health answered 500 \"so far\"",
                    prober.inside(http(server), here()).said());
        }
    }

    @Test
    void quotesWhatCameOfABodyThatBreaksOff() throws Exception {
        try (var server = Server.that(Server.answers("HTTP/1.1 500 X\r\nContent-Length: 100\r\n\r\nso far"))) {
            assertEquals(
                    "http :" + server.port() + "/health answered 500 \"so far\"",
                    prober.inside(http(server), here()).said());
        }
    }

    @Test
    void doesNotWaitForAServerThatHangs() throws Exception {
        try (var server = Server.that(Server.hangsAfter(""))) {
            assertEquals(
                    new Answer(false, "http :" + server.port() + "/health did not answer within 300 ms"),
                    hasty.inside(http(server), here()));
        }
    }

    @Test
    void aDripOfHeadersDoesNotStretchTheDeadline() throws Exception {
        var time = new SystemTime();
        try (var server = Server.that((out, it) -> {
            out.write("HTTP/1.1 200 OK\r\nX-Drip: ".getBytes());
            while (true) {
                out.write('x');
                out.flush();
                time.sleep(Duration.ofMillis(20));
            }
        })) {
            var began = time.elapsed();
            var answer = hasty.inside(http(server), here());
            assertEquals("http :" + server.port() + "/health did not answer within 300 ms", answer.said());
            assertTrue(time.elapsed().minus(began).compareTo(Duration.ofSeconds(4)) < 0);
        }
    }

    @Test
    void saysThatTheConnectionWasReset() throws Exception {
        try (var server = Server.that((out, it) -> {
            throw new Server.Reset();
        })) {
            assertEquals(
                    new Answer(false, "http :" + server.port() + "/health reset the connection"),
                    prober.inside(http(server), here()));
        }
    }

    @Test
    void saysThatTheConnectionWasClosed() throws Exception {
        try (var server = Server.that((out, it) -> {})) {
            assertEquals(
                    new Answer(false, "http :" + server.port() + "/health closed the connection without an answer"),
                    prober.inside(http(server), here()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "\0\0\0\u0018\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 \u001b[2J\r\n\r\n"
            })
    void saysThatItWasNotAnsweredInHttp(String garbage) throws Exception {
        try (var server = Server.that(Server.hangsAfter(garbage))) {
            var answer = prober.inside(http(server), here());
            assertFalse(answer.well());
            assertTrue(
                    answer.said().startsWith("http :" + server.port() + "/health did not answer in HTTP: \""),
                    answer.said());
            assertTrue(answer.said().chars().noneMatch(Character::isISOControl), answer.said());
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        var port = portThatNobodyHas();
        assertEquals(
                new Answer(false, "http :" + port + "/ refused the connection"),
                prober.inside(new Check.Http(port, "/"), here()));
        assertEquals(
                new Answer(false, "tcp :" + port + " refused the connection"),
                prober.inside(new Check.Tcp(port), here()));
    }

    @Test
    void aPathThatIsNoneIsNotWellAndNoException() throws Exception {
        var answer = prober.inside(new Check.Http(8000, "/a b"), here());
        assertFalse(answer.well());
        assertTrue(answer.said().startsWith("http :8000/a b cannot be asked: "), answer.said());
    }

    @Test
    void tcpIsWellWhenTheConnectionIsAccepted() throws Exception {
        try (var server = Server.that(Server.hangsAfter(""))) {
            assertEquals(
                    new Answer(true, "tcp :" + server.port() + " accepted the connection"),
                    prober.inside(new Check.Tcp(server.port()), here()));
        }
    }

    @Test
    void tcpDoesNotWaitForOneThatNeverAccepts() throws Exception {
        // A queue that is full takes no connection and refuses none.
        try (var full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var waiting = new ArrayList<Socket>();
            try {
                for (var i = 0; i < 8; i++) {
                    var socket = new Socket();
                    waiting.add(socket);
                    try {
                        socket.connect(full.getLocalSocketAddress(), 50);
                    } catch (java.net.SocketTimeoutException e) {
                        break;
                    }
                }
                assertEquals(
                        new Answer(false, "tcp :" + full.getLocalPort() + " did not answer within 300 ms"),
                        hasty.inside(new Check.Tcp(full.getLocalPort()), here()));
            } finally {
                for (var socket : waiting) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        try (var server = Server.that(Server.hangsAfter(""))) {
            for (var check : List.of(http(server), new Check.Tcp(server.port()))) {
                Thread.currentThread().interrupt();
                assertThrows(InterruptedException.class, () -> prober.inside(check, here()));
                assertFalse(Thread.interrupted(), "it is the exception that tells");
            }
        }
    }

    @Test
    void anInterruptEndsAWaitThatHasBegun() throws Exception {
        try (var server = Server.that(Server.hangsAfter(""))) {
            var seen = new AtomicReference<Throwable>();
            var asking = Thread.ofPlatform().start(() -> {
                try {
                    running(Duration.ofMinutes(5), 0, "").inside(http(server), here());
                } catch (InterruptedException e) {
                    seen.set(e);
                }
            });
            Await.until(
                    "it was asked",
                    Duration.ofSeconds(5),
                    () -> !server.requests().isEmpty());
            asking.interrupt();
            assertTrue(asking.join(Duration.ofSeconds(5)));
            assertTrue(seen.get() instanceof InterruptedException);
        }
    }

    @Test
    void reachesAnIpv6Address() throws Exception {
        try (var server = Server.onIpv6(Server.answers(response(200, "")))) {
            assertTrue(prober.inside(http(server), at("::1")).well());
            assertTrue(prober.inside(new Check.Tcp(server.port()), at("::1")).well());
            var head = server.requests().getFirst();
            assertTrue(head.contains("\r\nHost: [::1]:" + server.port() + "\r\n"), head);
        }
    }

    @Test
    void aContainerWithoutAnAddressIsNotWellAndTheWayOutIsNamed() throws Exception {
        assertEquals(
                new Answer(
                        false,
                        "http :80/ cannot be asked: the container has no address of its own; use a command check"),
                prober.inside(new Check.Http(80, "/"), at("")));
        assertEquals(
                new Answer(
                        false, "tcp :80 cannot be asked: the container has no address of its own; use a command check"),
                prober.inside(new Check.Tcp(80), at("")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.0.0.0", "127.0.0.1"})
    void asksThePublishedPortAsAClientWould(String hostIp) throws Exception {
        try (var server = Server.that(Server.answers(response(503, "starting")))) {
            var port = published(hostIp, server.port());
            assertEquals(
                    new Answer(
                            false,
                            "http :8000/health by the published port " + server.port() + " answered 503 \"starting\""),
                    prober.outside(new Check.Http(8000, "/health"), port, here()));
            assertEquals(
                    new Answer(true, "tcp :8000 by the published port " + server.port() + " accepted the connection"),
                    prober.outside(new Check.Tcp(8000), port, here()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1"})
    void asksAPortThatIsPublishedByIpv6(String hostIp) throws Exception {
        try (var server = Server.onIpv6(Server.answers(response(200, "")))) {
            assertTrue(prober.outside(new Check.Http(8000, "/"), published(hostIp, server.port()), here())
                    .well());
        }
    }

    @Test
    void aPortThatTheEngineChoosesIsNotAsked() throws Exception {
        assertEquals(
                new Answer(true, "tcp :8000 is not asked from outside: no fixed host port"),
                prober.outside(
                        new Check.Tcp(8000), new Run.Port(Optional.empty(), Optional.empty(), 8000, "tcp"), here()));
    }

    @Test
    void asksFromAContainerByTheHostsAddressThere() throws Exception {
        try (var server = Server.on("127.0.0.2", Server.answers(response(503, "starting")))) {
            // 127.0.0.2 stands for the gateway: an address of this machine that is not the loopback address of the
            // rule.
            assertEquals(
                    new Answer(
                            true,
                            "tcp :8000 by the published port " + server.port()
                                    + " at 127.0.0.2 (the host, as the agent's container sees it) accepted the connection"),
                    prober.outside(
                            new Check.Tcp(8000),
                            published("", server.port()),
                            fromContainer("172.17.0.3", "127.0.0.2")));
            assertFalse(prober.outside(
                            new Check.Http(8000, "/"),
                            published("0.0.0.0", server.port()),
                            fromContainer("172.17.0.3", "127.0.0.2"))
                    .well());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "192.168.1.5", "::", "::1"})
    void doesNotAskFromAContainerForAPortThatIsBoundToOneAddressOfTheHost(String hostIp) throws Exception {
        assertEquals(
                new Answer(
                        true,
                        "tcp :8000 is not asked from outside: the port is bound to " + hostIp
                                + ", which the agent's container does not see"),
                prober.outside(new Check.Tcp(8000), published(hostIp, 8000), fromContainer("172.17.0.3", "127.0.0.2")));
    }

    @Test
    void doesNotAskFromAContainerThatDoesNotSeeTheHost() throws Exception {
        assertEquals(
                new Answer(true, "tcp :8000 is not asked from outside: the agent's container does not see the host"),
                prober.outside(new Check.Tcp(8000), published("", 8000), fromContainer("172.17.0.3", "")));
    }

    @Test
    void asksAnAppOnTheHostsNetworkFromAContainerByTheHostsAddressThere() throws Exception {
        var way = fromContainer("127.0.0.2", "127.0.0.2");
        try (var server = Server.on("127.0.0.2", Server.answers(response(200, "")))) {
            assertEquals(
                    new Answer(
                            true,
                            http(server) + " at 127.0.0.2 (the host, as the agent's container sees it) answered 200"),
                    prober.inside(http(server), way));
        }
        var port = portThatNobodyHas();
        assertEquals(
                new Answer(
                        false,
                        "tcp :" + port
                                + " at 127.0.0.2 (the host, as the agent's container sees it) refused the connection;"
                                + " an app that listens on 127.0.0.1 alone needs a command check"),
                prober.inside(new Check.Tcp(port), way));
    }

    @Test
    void aCommandIsWellWhenItExitsWithZero() throws Exception {
        assertEquals(
                new Answer(true, "command [pg_isready, -q] exited with 0 \"ok\""),
                running(SHORT, 0, "ok\n").run(new Check.Command(List.of("pg_isready", "-q")), container()));
    }

    @Test
    void aCommandIsRunInTheContainerWithinTheTimeout() throws Exception {
        var asked = new ArrayList<String>();
        var noting = new Prober(
                (id, argv, within) -> {
                    asked.add(id + " " + argv + " " + within);
                    return new Containers.ExecResult(0, "");
                },
                Duration.ofSeconds(5));
        assertEquals(
                "command [true] exited with 0",
                noting.run(new Check.Command(List.of("true")), container()).said());
        assertEquals(List.of("c1 [true] PT5S"), asked);
    }

    @Test
    void aCommandThatFailsIsQuotedByItsEnd() throws Exception {
        var answer = running(SHORT, 1, "y".repeat(300) + "\nconnection to db failed\n")
                .run(new Check.Command(List.of("check")), container());
        assertFalse(answer.well());
        assertTrue(answer.said().startsWith("command [check] exited with 1 \"…yyy"), answer.said());
        assertTrue(answer.said().endsWith("yyy connection to db failed\""), answer.said());
    }

    @Test
    void aCommandThatCannotBeRunIsNotWell() throws Exception {
        var prober = new Prober(
                (id, argv, within) -> {
                    throw new DeployException(Blame.HOST, "command [nope] cannot be run: not found", "");
                },
                SHORT);
        assertEquals(
                new Answer(false, "command [nope] cannot be run: not found"),
                prober.run(new Check.Command(List.of("nope")), container()));
    }
}
