package dev.slipway.git;

import dev.slipway.deploy.Source;
import dev.slipway.deploy.SourceContract;
import dev.slipway.model.GitSpec;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Polls, fetches and reads as an agent does, for tests that must see a whole process. */
final class OneDeployment {
    private OneDeployment() {}

    /** @param arguments the folder of the clones, and the repository's */
    public static void main(String[] arguments) throws Exception {
        var source = new JGitSource(Path.of(arguments[0]));
        var git = new GitSpec(arguments[1], "main", GitSpec.DEFAULT_USERNAME, Optional.empty());
        var tip = (Source.Tip.At) source.tip(git);
        try (var tree = source.fetch(SourceContract.app(git), tip.commit())) {
            tree.context(SourceContract.build(".", "Dockerfile")).writeTo(OutputStream.nullOutputStream());
        }
    }
}
