package dev.slipway.soak;

import dev.slipway.testkit.Conduct;
import dev.slipway.testkit.FaultProxy;
import dev.slipway.testkit.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** What can be wrong with the Git server or the way to it, one of it at a time. */
final class GitTrouble {
    private static final int WITHIN_THE_FIRST_BYTES = 2000;

    private final TestHost host;
    private final FaultProxy way;
    private final List<Runnable> kinds;

    /** @param way by which the agent reaches the server */
    GitTrouble(TestHost host, FaultProxy way, Random random) {
        this.host = host;
        this.way = way;
        this.kinds = List.of(
                () -> move(repository(), away()),
                () -> way.become(Conduct.status(500)),
                () -> way.become(Conduct.status(503, 15)),
                () -> way.become(Conduct.status(429, 5)),
                () -> way.become(Conduct.page("<html><body>Please sign in to the WLAN</body></html>")),
                () -> way.become(Conduct.redirect("http://127.0.0.2:1/elsewhere.git")),
                () -> way.become(new Conduct.Hang()),
                () -> way.become(Conduct.dripping(Conduct.Part.HEAD)),
                () -> way.become(Conduct.dripping(Conduct.Part.BODY)),
                () -> way.become(new Conduct.Reset(random.nextInt(WITHIN_THE_FIRST_BYTES))),
                () -> way.become(new Conduct.Truncate(random.nextInt(WITHIN_THE_FIRST_BYTES))));
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
        way.become(new Conduct.PassThrough());
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
