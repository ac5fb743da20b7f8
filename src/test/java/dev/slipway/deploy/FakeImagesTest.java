package dev.slipway.deploy;

import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.Failure;
import java.util.List;
import java.util.Optional;

/** Holds the images that the engine's tests use to what a real engine's do. */
class FakeImagesTest extends ImagesContract {
    private final FakeImages images = new FakeImages(new Effects());

    @Override
    protected Images images() {
        return images;
    }

    @Override
    protected String appName() {
        return "web";
    }

    @Override
    protected BuildSpec.Builder builder() {
        return BuildSpec.Builder.AUTO;
    }

    @Override
    protected String repository() {
        return "registry.example/web";
    }

    @Override
    protected Optional<String> served(String reference) {
        return images.registered(reference);
    }

    @Override
    protected void registryRefuses(boolean refuses) {
        images.registryFails(
                refuses ? Optional.of(new DeployException(Blame.REMOTE, "unauthorized", "")) : Optional.empty());
    }

    @Override
    protected Source.Tree sound(Commit commit) {
        images.mend(commit);
        return new FakeSource.FakeTree(commit, "Sound");
    }

    @Override
    protected Source.Tree broken(Commit commit) {
        var failure = Failure.of(Blame.YOURS, "build failed at step 2/3 (RUN false): exit code 1", "fix it and push")
                .withEvidence(List.of("false"));
        images.fail(commit, new DeployException(failure));
        return new FakeSource.FakeTree(commit, "Broken");
    }
}
