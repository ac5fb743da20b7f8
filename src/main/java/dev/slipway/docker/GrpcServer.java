package dev.slipway.docker;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.server.RawHTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.MemoryConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers gRPC calls of one message each way on a connection that was opened from here. HTTP/2 is Jetty's, which listens to nothing but
 * a pipe in memory: the other end is this connection.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP2</a>
 */
final class GrpcServer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcServer.class);
    private static final int BUFFER_BYTES = 16 * 1024;
    /** A flag and a length. */
    private static final int PREFIX_BYTES = 5;
    /** Of a question; each names one thing. */
    private static final int MOST_BYTES = 64 * 1024;

    private final Map<String, Method> methods;
    private final Server server = new Server(new VirtualThreadPool());
    private final MemoryConnector connector;

    /** @param methods by their paths, {@code /package.Service/Method} */
    GrpcServer(Map<String, Method> methods) throws IOException {
        this.methods = methods;
        this.connector = new MemoryConnector(server, new RawHTTP2ServerConnectionFactory(new Calls()));
        connector.setIdleTimeout(0); // a step of a build may say nothing for as long as it likes
        server.addConnector(connector);
        try {
            server.start();
        } catch (Exception e) { // as Jetty declares it
            throw new IOException("cannot serve HTTP/2: " + e, e);
        }
    }

    /** What is called. */
    @FunctionalInterface
    interface Method {
        Answer to(byte[] request) throws IOException;
    }

    /**
     * The outcome of a call.
     *
     * @param status of gRPC; the message counts only with 0
     */
    record Answer(int status, ByteBuffer message) {
        private static final int OK = 0;
        private static final int INVALID_ARGUMENT = 3;
        private static final int NOT_FOUND = 5;
        private static final int UNIMPLEMENTED = 12;

        static Answer of(byte[] message) {
            return new Answer(OK, ByteBuffer.wrap(message));
        }

        static Answer notFound() {
            return failed(NOT_FOUND);
        }

        private static Answer failed(int status) {
            return new Answer(status, ByteBuffer.allocate(0));
        }
    }

    /** Serves the connection until either side closes it, in threads of its own. */
    void serve(EngineSocket socket) {
        var end = connector.connect().getLocalEndPoint();
        Thread.ofVirtual().name("session-in").start(() -> pump(socket, end, () -> toServer(socket, end)));
        Thread.ofVirtual().name("session-out").start(() -> pump(socket, end, () -> toSocket(socket, end)));
    }

    /** Moves bytes until there are no more. */
    @FunctionalInterface
    private interface Move {
        void run() throws IOException, InterruptedException, ExecutionException;
    }

    private static void pump(EngineSocket socket, EndPoint end, Move move) {
        try (socket;
                end) {
            move.run();
        } catch (IOException | ExecutionException e) {
            LOG.debug("a build session ended: {}", e.toString()); // as it does with its build
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void toServer(EngineSocket socket, EndPoint end)
            throws IOException, InterruptedException, ExecutionException {
        var buffer = new byte[BUFFER_BYTES];
        for (var read = socket.in().read(buffer); read >= 0; read = socket.in().read(buffer)) {
            var written = new Callback.Completable();
            end.write(written, ByteBuffer.wrap(buffer, 0, read));
            written.get();
        }
    }

    private static void toSocket(EngineSocket socket, EndPoint end)
            throws IOException, InterruptedException, ExecutionException {
        var buffer = BufferUtil.allocate(BUFFER_BYTES);
        for (var filled = end.fill(buffer); filled >= 0; filled = end.fill(buffer)) {
            if (filled == 0) {
                var ready = new Callback.Completable();
                end.fillInterested(ready);
                ready.get();
            } else {
                socket.out().write(BufferUtil.toArray(buffer));
                socket.out().flush();
                BufferUtil.clear(buffer);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) { // as Jetty declares it
            throw new IOException("cannot stop serving HTTP/2: " + e, e);
        }
    }

    /** Each stream is a call. */
    private final class Calls implements ServerSessionListener {
        @Override
        public Stream.Listener onNewStream(Stream stream, HeadersFrame frame) {
            var path = ((MetaData.Request) frame.getMetaData()).getHttpURI().getPath();
            if (frame.isEndStream()) {
                answer(stream, path, new byte[0]);
            } else {
                stream.demand();
            }
            var body = new ByteArrayOutputStream();
            return new Stream.Listener() {
                @Override
                public void onDataAvailable(Stream of) {
                    if (readAll(of, body)) {
                        answer(of, path, body.toByteArray());
                    }
                }
            };
        }
    }

    /** Takes what is there; false if more is to come. */
    private static boolean readAll(Stream stream, ByteArrayOutputStream body) {
        for (var data = stream.readData(); data != null; data = stream.readData()) {
            var bytes = BufferUtil.toArray(data.frame().getByteBuffer());
            var last = data.frame().isEndStream();
            data.release();
            if (body.size() + bytes.length <= MOST_BYTES) {
                body.writeBytes(bytes);
            }
            if (last) {
                return true;
            }
        }
        stream.demand();
        return false;
    }

    private void answer(Stream stream, String path, byte[] body) {
        var answer = answer(path, body);
        var fields = HttpFields.build().put("content-type", "application/grpc");
        var head = new MetaData.Response(200, null, HttpVersion.HTTP_2, fields);
        var status = HttpFields.build().put("grpc-status", Integer.toString(answer.status()));
        var trailers = new HeadersFrame(stream.getId(), new MetaData(HttpVersion.HTTP_2, status), null, true);
        var begun = stream.headers(new HeadersFrame(stream.getId(), head, null, false));
        if (answer.status() == Answer.OK) {
            var message = answer.message().duplicate();
            var framed = ByteBuffer.allocate(PREFIX_BYTES + message.remaining())
                    .put((byte) 0)
                    .putInt(message.remaining())
                    .put(message)
                    .flip();
            begun = begun.thenCompose(ignored -> stream.data(new DataFrame(stream.getId(), framed, false)));
        }
        var unused = begun.thenCompose(ignored -> stream.headers(trailers)).exceptionally(e -> {
            LOG.debug("a call of a build session was not answered: {}", e.toString());
            return stream;
        });
    }

    private Answer answer(String path, byte[] body) {
        var method = methods.get(path);
        if (method == null) {
            return Answer.failed(Answer.UNIMPLEMENTED);
        }
        // Not compressed, since we never said that we could read that.
        if (body.length < PREFIX_BYTES
                || body[0] != 0
                || ByteBuffer.wrap(body).getInt(1) != body.length - PREFIX_BYTES) {
            return Answer.failed(Answer.INVALID_ARGUMENT);
        }
        try {
            return method.to(Arrays.copyOfRange(body, PREFIX_BYTES, body.length));
        } catch (IOException e) {
            return Answer.failed(Answer.INVALID_ARGUMENT);
        }
    }
}
