package dev.slipway.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The short way to an agent that runs: what it carries out it also reads, so its client need not. Reading the command line and the
 * configuration is nearly all that such a command takes. Whatever is not plain goes the long way.
 */
final class Shortcut {
    /** The commands that an agent carries out, where one runs. */
    static final Set<String> CARRIED = Set.of(
            "poll", "deploy", "rollback", "pause", "resume", "status", "health", "history", "logs", "diff", "prune");

    private Shortcut() {}

    /** The command's exit code; empty if it is to go the long way, and nothing has been done yet. */
    static Optional<Integer> call(Context context, List<String> arguments) {
        var words = Words.of(arguments);
        if (words.aboutItself() || !CARRIED.contains(words.command())) {
            return Optional.empty();
        }
        var socket = context.backend().plainSocket(words.config());
        return socket.isEmpty()
                ? Optional.empty()
                : Endings.of(
                        context.terminal(),
                        words.command(),
                        () -> ControlClient.tryOnce(context, socket.get(), arguments));
    }
}
