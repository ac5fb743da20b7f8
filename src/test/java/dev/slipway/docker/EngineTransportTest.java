package dev.slipway.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real socket, with an engine that says what it is told to. */
@Timeout(30)
class EngineTransportTest {
    private ServerSocketChannel server;
    private EngineTransport transport;
    private final List<Response> seen = new ArrayList<>();

    /** What an engine does with one connection. */
    private interface Script {
        void on(SocketChannel client) throws IOException;
    }

    @BeforeEach
    void listen(@TempDir Path folder) throws IOException {
        var socket = folder.resolve("engine.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        var host = URI.create("unix://" + socket);
        transport = new EngineTransport(() -> EngineSocket.open(host, Optional.empty()), "docker", seen::add);
        assertTrue(Files.exists(socket));
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    private CompletableFuture<Void> engine(Script script) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            try (var client = server.accept()) {
                script.on(client);
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /** Reads to the end of the head, then says it and hangs up. */
    private CompletableFuture<Void> answers(String answer) {
        return engine(client -> {
            readHead(Channels.newInputStream(client));
            Channels.newOutputStream(client).write(answer.getBytes(UTF_8));
        });
    }

    private static String readHead(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0) {
                throw new EOFException(head.toString(UTF_8));
            }
            head.write(next);
        }
        return head.toString(UTF_8);
    }

    private static Request get() {
        return Request.builder().method(Request.Method.GET).path("/_ping").build();
    }

    private static Request post(InputStream body) {
        return Request.builder()
                .method(Request.Method.POST)
                .path("/build")
                .body(body)
                .build();
    }

    private String body(Request request) throws IOException {
        try (var answer = transport.execute(request)) {
            return new String(answer.getBody().readAllBytes(), UTF_8);
        }
    }

    @Test
    void asksForOneThingOnEachConnectionAndSaysWhomItMeans() throws Exception {
        var head = new CompletableFuture<String>();
        var done = engine(client -> {
            head.complete(readHead(Channels.newInputStream(client)));
            Channels.newOutputStream(client).write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK".getBytes(UTF_8));
        });
        assertEquals("OK", body(get()));
        done.get();
        assertTrue(head.get().startsWith("GET /_ping HTTP/1.1\r\n"), head.get());
        assertTrue(head.get().contains("\r\nHost: docker\r\n"), head.get());
        assertTrue(head.get().contains("\r\nConnection: close\r\n"), head.get());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nTrailer: t\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
                "HTTP/1.0 200\nContent-Length: 5\n\nhello",
            })
    void readsABodyHoweverItIsFramed(String answer) throws Exception {
        answers(answer);
        assertEquals("hello", body(get()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
            })
    void takesNoAnswerForWholeThatIsNot(String answer) {
        answers(answer);
        assertThrows(IOException.class, () -> body(get()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent",
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/2 200\r\n\r\n"
            })
    void saysThatItIsNoEngineThatAnswers(String answer) {
        answers(answer);
        assertThrows(UncheckedIOException.class, () -> transport.execute(get()));
    }

    @Test
    void findsAHeaderHoweverItIsWritten() throws Exception {
        answers("HTTP/1.1 204 No Content\r\napi-version: 1.41\r\nServer:Docker\r\n\r\n");
        try (var answer = transport.execute(get())) {
            assertEquals("1.41", answer.getHeader("Api-Version"));
            assertEquals("Docker", answer.getHeader("server"));
            assertEquals(204, answer.getStatusCode());
            assertEquals(List.of(answer), seen);
            assertEquals(-1, answer.getBody().read());
        }
    }

    @Test
    void sendsABodyOfUnknownLengthAsItComes() throws Exception {
        var got = new CompletableFuture<String>();
        var done = engine(client -> {
            var in = Channels.newInputStream(client);
            assertTrue(readHead(in).contains("\r\nTransfer-Encoding: chunked\r\n"));
            got.complete(new String(new ChunkedInput(in).readAllBytes(), UTF_8));
            Channels.newOutputStream(client).write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(UTF_8));
        });
        var sent = "slipway ".repeat(50_000);
        assertEquals("", body(post(new ByteArrayInputStream(sent.getBytes(UTF_8)))));
        done.get();
        assertEquals(sent, got.get());
    }

    @Test
    void sendsTheLengthOfWhatItKnowsAndOfNothing() throws Exception {
        for (var bytes : List.of("{}", "")) {
            var head = new CompletableFuture<String>();
            var done = engine(client -> {
                head.complete(readHead(Channels.newInputStream(client)));
                Channels.newOutputStream(client).write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(UTF_8));
            });
            body(Request.builder()
                    .method(Request.Method.POST)
                    .path("/x")
                    .bodyBytes(bytes.isEmpty() ? null : bytes.getBytes(UTF_8))
                    .build());
            done.get();
            assertTrue(head.get().contains("\r\nContent-Length: " + bytes.length() + "\r\n"), head.get());
        }
    }

    @Test
    void hearsARefusalThatComesBeforeTheEndOfABody() throws Exception {
        engine(client -> {
            readHead(Channels.newInputStream(client));
            Channels.newOutputStream(client)
                    .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno".getBytes(UTF_8));
            client.shutdownInput();
        });
        var endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] into, int from, int most) {
                return most;
            }
        };
        try (var answer = transport.execute(post(endless))) {
            assertEquals(400, answer.getStatusCode());
            assertEquals("no", new String(answer.getBody().readAllBytes(), UTF_8));
        }
    }

    @Test
    void doesNotTakeAFailureToReadABodyForTheEnginesWord() {
        answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("an object of the repository is missing");
            }
        };
        var failure = assertThrows(UncheckedIOException.class, () -> transport.execute(post(broken)));
        assertTrue(failure.getMessage().contains("an object of the repository is missing"), failure.getMessage());
    }

    @Test
    void refusesAHeaderThatWouldBeTwo() {
        engine(client -> readHead(Channels.newInputStream(client)));
        var request = Request.builder()
                .from(get())
                .putAllHeaders(Map.of("X-Registry-Auth", "a\r\nX-Other: b"))
                .build();
        assertThrows(IllegalArgumentException.class, () -> transport.execute(request));
    }

    @Test
    void endsACallWhoseThreadIsInterrupted() throws Exception {
        var asked = new CompletableFuture<Void>();
        var gone = new CompletableFuture<Integer>();
        engine(client -> {
            var in = Channels.newInputStream(client);
            readHead(in);
            asked.complete(null);
            gone.complete(in.read());
        });
        var call = new FutureTask<>(() -> transport.execute(get()));
        var thread = Thread.ofVirtual().start(call);
        asked.get();
        thread.interrupt();
        assertInstanceOf(
                UncheckedIOException.class,
                assertThrows(ExecutionException.class, call::get).getCause());
        assertEquals(-1, gone.get(10, TimeUnit.SECONDS), "the connection is closed");
    }

    @Test
    void endsAStreamThatIsClosedFromElsewhere() throws Exception {
        var gone = new CompletableFuture<Integer>();
        engine(client -> {
            var in = Channels.newInputStream(client);
            readHead(in);
            Channels.newOutputStream(client).write("HTTP/1.1 200 OK\r\n\r\nhe".getBytes(UTF_8));
            gone.complete(in.read());
        });
        var answer = transport.execute(get());
        assertEquals('h', answer.getBody().read());
        assertEquals('e', answer.getBody().read());
        answer.close();
        assertEquals(-1, gone.get(10, TimeUnit.SECONDS), "the connection is closed");
        assertThrows(IOException.class, () -> answer.getBody().read());
    }
}
