package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
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

    BuilderChoice choose(BuildSpec.Builder configured, Dockerfile dockerfile) throws DeployException {
        var available = !engine.api().isOlderThan(BUILDKIT_SINCE);
        return BuilderChoice.of(configured, dockerfile, engine.builderVersion(), available);
    }
}
