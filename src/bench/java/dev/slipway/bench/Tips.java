package dev.slipway.bench;

import dev.slipway.SystemTime;
import dev.slipway.git.JGitSource;
import dev.slipway.model.GitSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Asks what a branch is at, again and again, as one agent does. */
final class Tips {
    private Tips() {}

    /** Arguments: the repository's URL, how often, and how many milliseconds to wait between. */
    public static void main(String[] arguments) throws Exception {
        var source = new JGitSource(Path.of("clones-that-nobody-makes"));
        var git = new GitSpec(arguments[0], "main", "user", Optional.empty());
        var pause = Duration.ofMillis(Long.parseLong(arguments[2]));
        for (var i = 0; i < Integer.parseInt(arguments[1]); i++) {
            if (i > 0) {
                new SystemTime().sleep(pause);
            }
            System.out.println(source.tip(git));
        }
    }
}
