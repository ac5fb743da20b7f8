package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.docker.GrpcServer.Answer;
import dev.slipway.model.Secret;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * What BuildKit asks back while it builds: a connection to the engine, {@code POST /session}, over which the engine is the one that
 * calls. It may ask for the secrets of this one build, and whether we are still there; anything else is not known here.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/">Engine API: Session</a>
 */
final class BuildSession implements Closeable {
    private static final String GET_SECRET = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
    private static final String CHECK_HEALTH = "/grpc.health.v1.Health/Check";
    /** HealthCheckResponse: its field 1, status, is SERVING. */
    private static final byte[] SERVING = {0x08, 1};

    private static final int ANSWER_MOST_BYTES = 64 * 1024;

    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final EngineSocket socket;
    private final GrpcServer server;

    private BuildSession(EngineSocket socket, Map<String, Secret> secrets) throws IOException {
        this.socket = socket;
        this.server = new GrpcServer(Map.of(
                GET_SECRET, request -> secret(request, secrets),
                CHECK_HEALTH, request -> Answer.of(SERVING)));
    }

    /**
     * Opens one that knows these secrets, by their ids.
     *
     * @throws DeployException HOST if the engine cannot be reached or has no sessions
     */
    static BuildSession open(DockerEngine engine, Map<String, Secret> secrets) throws DeployException {
        var api = engine.api();
        try {
            var session = new BuildSession(engine.socket(), secrets);
            try {
                session.begin(api);
                return session;
            } catch (IOException e) {
                session.close();
                throw e;
            }
        } catch (IOException e) {
            throw engine.failure("open a session for the build's secrets", e);
        }
    }

    /** By which the build names it. */
    String id() {
        return id;
    }

    private void begin(ApiVersion api) throws IOException {
        var head = "POST /v" + api + "/session HTTP/1.1\r\n"
                + "Host: docker\r\n"
                + "Connection: Upgrade\r\n"
                + "Upgrade: h2c\r\n"
                + "X-Docker-Expose-Session-Uuid: " + id + "\r\n"
                + "X-Docker-Expose-Session-Name: slipway\r\n"
                + "X-Docker-Expose-Session-Sharedkey: \r\n"
                + "X-Docker-Expose-Session-Grpc-Method: " + GET_SECRET + "\r\n"
                + "X-Docker-Expose-Session-Grpc-Method: " + CHECK_HEALTH + "\r\n"
                + "\r\n";
        socket.out().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.out().flush();
        var answer = head(socket.in());
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("it answered " + answer.lines().findFirst().orElse("nothing"));
        }
        server.serve(socket);
    }

    /** Up to the empty line; what follows is HTTP/2's. */
    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0 || head.size() == ANSWER_MOST_BYTES) {
                throw new EOFException("its answer has no end");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /** GetSecretRequest has the id in field 1, GetSecretResponse the content. */
    private static Answer secret(byte[] request, Map<String, Secret> secrets) throws IOException {
        var wanted = "";
        var fields = new Protobuf(request);
        while (fields.next()) {
            if (fields.field() == 1) {
                wanted = fields.text();
            }
        }
        var secret = secrets.get(wanted);
        return secret == null
                ? Answer.notFound()
                : Answer.of(Protobuf.bytes(1, secret.reveal().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() throws IOException {
        try (server) {
            socket.close();
        }
    }
}
