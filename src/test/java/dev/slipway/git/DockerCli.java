package dev.slipway.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real {@code docker build} of the machine, without BuildKit, in front of an engine that does nothing but keep the tar
 * which it is sent.
 */
final class DockerCli implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final int TAR_BLOCK = 512;

    private final Path folder;
    private final Path program;
    private final Path socket;
    private final ServerSocketChannel server;
    private final BlockingQueue<byte[]> builds = new LinkedBlockingQueue<>();

    /** @param folder for the socket and the CLI's own configuration */
    DockerCli(Path folder) throws IOException {
        this.folder = folder;
        this.program = find();
        this.socket = folder.resolve("engine.sock");
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::serve);
    }

    /** Debian's own package comes first, since its version is known to build without BuildKit. */
    private static Path find() {
        var path = Stream.of(System.getenv("PATH").split(":")).map(Path::of);
        return Stream.concat(Stream.of(Path.of("/usr/bin")), path)
                .map(each -> each.resolve("docker"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no docker CLI here: apt-get install docker.io"));
    }

    /** Builds with more arguments, the context last; what was uploaded, or what the CLI said instead of uploading. */
    Upload build(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(program.toString(), "--host", "unix://" + socket, "build"));
        command.addAll(List.of(arguments));
        var output = folder.resolve("output");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("DOCKER_BUILDKIT", "0");
        builder.environment().put("DOCKER_CONFIG", folder.toString());
        var process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " still runs");
        }
        return new Upload(Optional.ofNullable(builds.poll()).map(DockerCli::completed), Files.readString(output));
    }

    /** With a Dockerfile from outside the context, the CLI leaves out the padding and the end of its tar. */
    private static byte[] completed(byte[] tar) {
        return Arrays.copyOf(tar, (tar.length / TAR_BLOCK + 3) * TAR_BLOCK);
    }

    /** What came of one call of the CLI. */
    record Upload(Optional<byte[]> tar, String output) {}

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        try {
            while (true) {
                var connection = server.accept();
                Thread.ofVirtual().start(() -> answer(connection));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void answer(SocketChannel connection) {
        try (connection;
                var in = new BufferedInputStream(Channels.newInputStream(connection));
                var out = Channels.newOutputStream(connection)) {
            for (var request = readLine(in); !request.isEmpty(); request = readLine(in)) {
                boolean chunked = false;
                for (var header = readLine(in); !header.isEmpty(); header = readLine(in)) {
                    chunked |= header.equalsIgnoreCase("Transfer-Encoding: chunked");
                }
                if (chunked) {
                    builds.add(readChunks(in));
                }
                var body = request.startsWith("HEAD ") ? "" : "{}";
                out.write(("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nOstype: linux\r\n"
                                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body)
                        .getBytes(UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            // The CLI hangs up when it has seen enough; the test misses the tar.
        }
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            int length = Integer.parseInt(readLine(in), 16);
            body.write(in.readNBytes(length));
            readLine(in);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String readLine(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(ISO_8859_1);
    }
}
