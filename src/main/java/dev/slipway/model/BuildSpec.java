package dev.slipway.model;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a commit becomes an image.
 *
 * @param context folder in the repository, {@code .} for its root
 * @param dockerfile path of the Dockerfile, relative to {@code context}
 * @param args build arguments
 * @param target stage of a multi-stage Dockerfile; empty for the last
 * @param options how it is built
 * @param image extra tag that is moved to the image that runs, such as {@code xiaole-ai:prod}
 * @param pull the image that is taken instead of all this, where somebody else builds it
 * @param secrets what steps of the build may ask for, by its id; no part of what is built
 * @param push where the image goes once it has run well
 */
public record BuildSpec(
        String context,
        String dockerfile,
        Map<String, String> args,
        Optional<String> target,
        Options options,
        Optional<String> image,
        Optional<PullSpec> pull,
        Map<String, Secret> secrets,
        Optional<PushSpec> push) {
    public BuildSpec {
        Objects.requireNonNull(context);
        Objects.requireNonNull(dockerfile);
        args = Sorted.copyOf(args);
        Objects.requireNonNull(target);
        Objects.requireNonNull(options);
        Objects.requireNonNull(image);
        Objects.requireNonNull(pull);
        secrets = Sorted.copyOf(secrets);
        Objects.requireNonNull(push);
    }

    /** One that is built here. */
    public BuildSpec(
            String context,
            String dockerfile,
            Map<String, String> args,
            Optional<String> target,
            Options options,
            Optional<String> image) {
        this(context, dockerfile, args, target, options, image, Optional.empty(), Map.of(), Optional.empty());
    }

    /** The same commit's image, but from where somebody else has pushed it. */
    public BuildSpec pulling(PullSpec from) {
        return new BuildSpec(
                context, dockerfile, args, target, options, image, Optional.of(from), Map.of(), Optional.empty());
    }

    /** The same, pushed there. */
    public BuildSpec pushing(PushSpec to) {
        return new BuildSpec(context, dockerfile, args, target, options, image, pull, secrets, Optional.of(to));
    }

    /** The same, with these secrets. */
    public BuildSpec withSecrets(Map<String, Secret> given) {
        return new BuildSpec(context, dockerfile, args, target, options, image, pull, given, push);
    }

    /**
     * What changes how an image is built, but not what is built.
     *
     * @param noCache builds every step anew
     * @param timeout wall-clock limit of one build, pulls of base images included
     */
    public record Options(boolean noCache, Duration timeout, Builder builder) {
        public Options {
            Objects.requireNonNull(timeout);
            Objects.requireNonNull(builder);
        }
    }

    /** Which of the engine's two builders is asked. */
    public enum Builder {
        /** The one that the engine itself recommends, but BuildKit where the Dockerfile cannot do without it. */
        AUTO,
        CLASSIC,
        BUILDKIT
    }
}
