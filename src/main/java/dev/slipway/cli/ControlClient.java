package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Has the running agent carry a command out, and passes its words on. */
final class ControlClient {
    /** An agent listens a second or two after it has taken its data_dir; until then it is not to be taken for none. */
    private static final int TRIES = 50;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    /** An agent that is well says its version at once, however long the command itself may take. */
    private static final Duration FIRST_WORD = Duration.ofSeconds(30);

    private ControlClient() {}

    /** The command's exit code; empty if no agent listens there. */
    static Optional<Integer> call(Context context, Optional<Path> config, List<String> arguments)
            throws DeployException, InterruptedException {
        var door = context.backend().door(config);
        var socket = door.socket();
        var answer = tryOnce(context, socket, arguments);
        for (var tries = 0; answer.isEmpty() && tries < TRIES && door.isHeldByAgent(); tries++) {
            context.time().sleep(BETWEEN_TRIES);
            answer = tryOnce(context, socket, arguments);
        }
        return answer;
    }

    /** As {@link #call}, without waiting for an agent that is about to listen. */
    static Optional<Integer> tryOnce(Context context, Path socket, List<String> arguments) throws DeployException {
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var patience = new Patience(
                    channel,
                    context.time(),
                    FIRST_WORD,
                    Thread.ofPlatform().daemon().name("patience"));
            return Optional.of(exchange(channel, patience, context.terminal(), arguments));
        } catch (ConnectException e) {
            // A socket without a listener was left by an agent that was killed.
            return Optional.empty();
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "the agent at " + socket + " cannot be reached: " + e.getMessage(),
                    "run this command as the user that the agent runs as, or as root",
                    e);
        }
    }

    private static int exchange(SocketChannel channel, Patience patience, Terminal terminal, List<String> arguments)
            throws DeployException {
        try {
            var frames = ControlProtocol.reader(channel);
            String first;
            try (var ignored = patience.begin()) {
                Channels.newOutputStream(channel).write(ControlProtocol.request(arguments, terminal.style()));
                first = frames.readLine();
            }
            return relay(first, frames, terminal);
        } catch (ClosedByInterruptException e) {
            terminal.err("slipway: interrupted; the agent goes on with what it was asked (slipway status)");
            return ExitCode.INTERRUPTED.number();
        } catch (ClosedChannelException e) {
            throw new DeployException(
                    Blame.HOST,
                    "the agent does not answer: not a word within " + FIRST_WORD.toSeconds() + " s",
                    "look at its log, and start it anew (systemctl restart slipway); it takes up what it had begun",
                    e);
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private static int relay(String first, BufferedReader frames, Terminal terminal)
            throws IOException, DeployException {
        for (var line = first; line != null; line = frames.readLine()) {
            // Half a line is the last of an agent that was killed, and an IOException like its silence.
            var frame = ControlProtocol.frame(line);
            switch (frame.kind()) {
                case "exit" -> {
                    return Integer.parseInt(frame.text());
                }
                case "version" -> warnOfAnother(frame.text(), terminal);
                case "out" -> terminal.out(frame.text());
                case "err" -> terminal.err(frame.text());
                default -> {
                    // Of a newer agent.
                }
            }
        }
        throw ended(new EOFException());
    }

    private static DeployException ended(IOException cause) {
        return new DeployException(
                Blame.HOST,
                "the agent ended before the command did",
                "it takes up what it had begun when it starts again (slipway agent); see slipway history",
                cause);
    }

    private static void warnOfAnother(String version, Terminal terminal) {
        if (!version.equals(Version.number())) {
            terminal.err("slipway: the agent is version " + version + ", this command " + Version.number()
                    + ": restart the agent");
        }
    }
}
