package dev.slipway.docker;

import dev.slipway.deploy.Images;
import dev.slipway.deploy.ImagesCase;
import dev.slipway.deploy.Source;
import dev.slipway.model.App;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.testkit.InMemoryTree;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Builds by the API of a real engine, with one of its builders. */
abstract class BuildCase extends ImagesCase {
    static final String FROM = "FROM " + ImagesTestEngine.BASE + "\n";

    final ImagesTestEngine docker;
    private final BuildSpec.Builder builder;
    private final DockerImages images;

    BuildCase(BuildSpec.Builder builder) {
        this.builder = builder;
        try {
            docker = new ImagesTestEngine();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        images = new DockerImages(docker.engine, Map.of("HOME", "/nowhere"));
    }

    @AfterEach
    void cleanUp() throws Exception {
        docker.close();
    }

    @Override
    protected BuildSpec.Builder builder() {
        return builder;
    }

    @Override
    protected Images images() {
        return images;
    }

    @Override
    protected String appName() {
        return ImagesTestEngine.APP;
    }

    @Override
    protected Source.Tree sound(Commit commit) {
        return tree(commit, FROM + "ARG GREETING=hello\nRUN echo $GREETING > /greeting\n");
    }

    @Override
    protected Source.Tree broken(Commit commit) {
        return tree(commit, FROM + "COPY file /file\nRUN echo a problem; exit 3\n");
    }

    static InMemoryTree tree(Commit commit, String dockerfile) {
        return new InMemoryTree(commit).file("Dockerfile", dockerfile).file("file", "text");
    }

    static InMemoryTree twoStages(Commit commit) {
        return tree(
                commit,
                FROM.replace("\n", " AS first\n") + "RUN echo made > /made\n" + FROM.replace("\n", " AS runtime\n")
                        + "COPY --from=first /made /made\nRUN cat /made\n");
    }

    final App timeout(Duration limit) {
        return with(new BuildSpec.Options(false, limit, builder()));
    }

    final App target(String target) {
        return app(
                appName(),
                new BuildSpec(".", "Dockerfile", Map.of(), Optional.of(target), options(), Optional.empty()));
    }

    final App tagged(String image) {
        return app(
                appName(), new BuildSpec(".", "Dockerfile", Map.of(), Optional.empty(), options(), Optional.of(image)));
    }
}
