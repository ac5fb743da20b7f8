package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;

/** What a build needs of one engine. */
record BuildEngine(
        DockerEngine engine,
        MessageStream stream,
        BasePuller puller,
        RegistryCredentials credentials,
        ImageShelf shelf,
        BuildCache cache) {
    /** BuildKit came with Docker 18.09. */
    private static final ApiVersion BUILDKIT_SINCE = new ApiVersion(1, 39);

    static BuildEngine of(DockerEngine engine, RegistryCredentials credentials, ImageShelf shelf, BuildCache cache) {
        var stream = new MessageStream(engine);
        return new BuildEngine(engine, stream, new BasePuller(engine, stream, credentials), credentials, shelf, cache);
    }

    /** @throws DeployException YOURS if the build has secrets, and the builder would not be BuildKit */
    BuilderChoice choose(BuildSpec build, Dockerfile dockerfile) throws DeployException {
        var available = !engine.api().isOlderThan(BUILDKIT_SINCE);
        var configured = build.options().builder();
        if (build.secrets().isEmpty()) {
            return BuilderChoice.of(configured, dockerfile, engine.builderVersion(), available);
        }
        if (!available || configured == BuildSpec.Builder.CLASSIC) {
            throw new DeployException(
                    Blame.YOURS,
                    "build.secrets needs BuildKit, "
                            + (available ? "and build.builder is classic" : "which this engine does not have"),
                    available
                            ? "remove builder: classic, or the secrets"
                            : "update Docker to 20.10 or newer, or remove build.secrets");
        }
        return new BuilderChoice(
                true, configured == BuildSpec.Builder.AUTO ? "build.secrets needs it" : "as configured");
    }
}
