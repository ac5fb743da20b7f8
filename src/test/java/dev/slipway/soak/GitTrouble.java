package dev.slipway.soak;

import dev.slipway.testkit.GitHttpServer;
import dev.slipway.testkit.GitHttpServer.Answer;
import dev.slipway.testkit.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** What can be wrong with the Git server, one of it at a time. */
final class GitTrouble {
    private static final int WITHIN_THE_FIRST_BYTES = 2000;

    private final TestHost host;
    private final List<Runnable> kinds;

    GitTrouble(TestHost host, Random random) {
        this.host = host;
        GitHttpServer git = host.git();
        this.kinds = List.of(
                () -> move(repository(), away()),
                () -> git.answerAll(Answer.status(500)),
                () -> git.answerAll(new Answer(503, "Retry-After", "15", "busy\n")),
                () -> git.answerAll(new Answer(429, "Retry-After", "5", "slow down\n")),
                () -> git.answerAll(Answer.html("<html><body>Please sign in to the WLAN</body></html>")),
                () -> git.answerAll(Answer.redirect("http://127.0.0.2:1/elsewhere.git")),
                () -> git.fallSilentAfter(random.nextInt(WITHIN_THE_FIRST_BYTES)));
    }

    /** How many kinds there are. */
    int kinds() {
        return kinds.size();
    }

    /** Begins one, in the place of whatever was wrong before. */
    void begin(int kind) {
        end();
        kinds.get(kind).run();
    }

    /** Nothing is wrong any more. */
    void end() {
        host.git().answerNormally();
        bringBack();
    }

    /** The repository is there, whatever may be wrong with the server. */
    void bringBack() {
        move(away(), repository());
    }

    private Path repository() {
        return host.repo().path();
    }

    private Path away() {
        return repository().resolveSibling("away");
    }

    private static void move(Path from, Path to) {
        try {
            if (Files.exists(from) && !Files.exists(to)) {
                Files.move(from, to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
