package dev.slipway.bench;

import dev.slipway.deploy.Source;
import dev.slipway.git.JGitSource;
import dev.slipway.model.GitSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Asks a server what a branch is at, as each poll does. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PollBench {
    /** Of the repository. */
    @Param("")
    public String url = "";

    private Source source = new JGitSource(Path.of(""));
    private GitSpec git = new GitSpec("", "main", "user", Optional.empty());

    @Setup
    public void open() throws Exception {
        source = new JGitSource(Files.createTempDirectory("poll-bench"));
        git = new GitSpec(url, "main", "user", Optional.empty());
    }

    @Benchmark
    public Source.Tip poll() throws Exception {
        return source.tip(git);
    }
}
