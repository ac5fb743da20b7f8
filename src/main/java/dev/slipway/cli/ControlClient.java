package dev.slipway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Has the running agent carry a command out, and passes its words on. */
final class ControlClient {
    private ControlClient() {}

    /** The command's exit code; empty if no agent listens there. */
    static Optional<Integer> call(Context context, Optional<Path> config, List<String> arguments)
            throws DeployException {
        var socket = context.backend().socket(config);
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var out = Channels.newOutputStream(channel);
            out.write(ControlProtocol.request(arguments, context.terminal().style()));
            out.flush();
            return Optional.of(
                    relay(new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)), context.terminal()));
        } catch (ConnectException e) {
            // A socket without a listener was left by an agent that was killed.
            return Optional.empty();
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "the agent at " + socket + " cannot be talked to: " + e.getMessage(),
                    "run this command as the user that the agent runs as",
                    e);
        }
    }

    private static int relay(BufferedReader frames, Terminal terminal) throws IOException, DeployException {
        for (var line = frames.readLine(); line != null; line = frames.readLine()) {
            var frame = parse(line);
            if (frame.has("exit")) {
                return frame.get("exit").asInt();
            }
            if (frame.has("out")) {
                terminal.out(frame.get("out").asText());
            } else if (frame.has("err")) {
                terminal.err(frame.get("err").asText());
            }
        }
        throw new DeployException(
                Blame.HOST,
                "the agent ended before the command did",
                "its journal takes the deployment up when it starts again; see slipway history");
    }

    private static JsonNode parse(String line) throws DeployException {
        try {
            return ControlProtocol.JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new DeployException(Blame.OURS, "the agent answered what is not of its protocol", "", e);
        }
    }
}
