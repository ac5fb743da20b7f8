package dev.slipway.bench;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Has an agent carry out one command many times, one after the other, over its socket and without a process for each. */
final class Ask {
    private Ask() {}

    /** Arguments: the agent's socket, how often, and the command. */
    public static void main(String[] arguments) throws IOException {
        var socket = UnixDomainSocketAddress.of(Path.of(arguments[0]));
        var words =
                Arrays.stream(arguments).skip(2).map(word -> "\"" + word + "\"").collect(Collectors.joining(","));
        var call = "{\"argv\":[" + words + "],\"columns\":80,\"colour\":false,\"unicode\":true}\n";
        for (var i = 0; i < Integer.parseInt(arguments[1]); i++) {
            try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(socket);
                Channels.newOutputStream(channel).write(call.getBytes(StandardCharsets.UTF_8));
                var said = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
                if (!said.contains("{\"exit\":0}")) {
                    throw new IOException("the agent answered: " + said);
                }
            }
        }
    }
}
