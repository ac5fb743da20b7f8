package dev.slipway.config;

import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.PullSpec;
import dev.slipway.model.PushSpec;
import dev.slipway.model.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rows of {@code build}. */
final class BuildShape {
    /** A repository's name with a tag, by the grammar of the distribution project's reference package. */
    static final Pattern IMAGE = Pattern.compile("(?:[a-zA-Z0-9.-]+(?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
            + "(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\\w[\\w.-]{0,127})?");

    private static final Commit ANY = new Commit("0".repeat(40));

    private static final Field<String> CONTEXT = Field.withDefault(
            "context",
            Scalars.parsed("path", BuildShape::inRepository),
            ".",
            "folder in the repository that is sent to the build");
    private static final Field<String> DOCKERFILE = Field.withDefault(
            "dockerfile",
            Scalars.parsed("path", BuildShape::inRepository),
            "Dockerfile",
            "the Dockerfile, relative to context");
    private static final Field<SequencedMap<String, String>> ARGS = Field.optional(
            "args",
            new PairsShape(PairsShape.Valueless.FROM_ENVIRONMENT),
            "build arguments; a name alone takes the value of Slipway's own environment");
    private static final Field<String> TARGET =
            Field.optional("target", Scalars.name(), "stage of a multi-stage Dockerfile; the last one if left out");
    private static final Field<Boolean> NO_CACHE =
            Field.withDefault("no_cache", Scalars.flag(), "false", "builds every step anew");
    private static final Field<String> IMAGE_TAG = Field.optional(
            "image",
            Scalars.matching("an image name such as app:prod, in lower case", IMAGE),
            "extra tag that is moved to the image that runs");
    private static final Field<Duration> TIMEOUT = Field.withDefault(
            "timeout",
            Scalars.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            "30m",
            "limit of one build, pulls of base images included");
    private static final Field<BuildSpec.Builder> BUILDER = Field.withDefault(
            "builder",
            Scalars.choice(builders()),
            "auto",
            "which of the engine's builders; auto takes the one it recommends, and BuildKit where the Dockerfile needs it");

    private static final Field<Map<String, Secret>> SECRETS = Field.optional(
            "secrets",
            BuildSecretShape.SHAPE,
            "what RUN --mount=type=secret,id=NAME finds at /run/secrets/NAME, written as Compose's top-level secrets are; needs"
                    + " BuildKit");
    private static final Field<PushSpec> PUSH = Field.optional(
            "push",
            Scalars.parsed("an image name such as registry.example.com/me/app", BuildShape::push),
            "where the image is pushed once it has run well, tagged with the commit's full id unless the name has a tag with"
                    + " {sha} or {short} in it; with the credentials that docker login left, for at most timeout");

    static final Shape<BuildSpec> SHAPE = ObjectShape.of(
                    List.of(CONTEXT, DOCKERFILE, ARGS, TARGET, NO_CACHE, IMAGE_TAG, TIMEOUT, BUILDER, SECRETS, PUSH),
                    BuildShape::build)
            .checked(BuildShape::check)
            .refusing(refused());

    private BuildShape() {}

    private static BuildSpec build(Fields f) {
        var built = new BuildSpec(
                f.get(CONTEXT),
                f.get(DOCKERFILE),
                f.find(ARGS).<Map<String, String>>map(args -> args).orElse(Map.of()),
                f.find(TARGET),
                new BuildSpec.Options(f.get(NO_CACHE), f.get(TIMEOUT), f.get(BUILDER)),
                f.find(IMAGE_TAG));
        var withSecrets = f.find(SECRETS).map(built::withSecrets).orElse(built);
        return f.find(PUSH).map(withSecrets::pushing).orElse(withSecrets);
    }

    private static void check(Fields f) {
        if (f.find(SECRETS).filter(secrets -> !secrets.isEmpty()).isPresent()
                && f.find(BUILDER).filter(BuildSpec.Builder.CLASSIC::equals).isPresent()) {
            f.refuse(SECRETS, "only BuildKit gives a build secrets; remove builder: classic, or the secrets");
        }
    }

    /** Without a tag, the full commit id is the tag. */
    private static PushSpec push(String text) throws Misfit {
        var name = text.substring(text.lastIndexOf('/') + 1);
        var pattern = name.contains(":") ? text : text + ":" + PullSpec.FULL;
        var named = new PullSpec(pattern, Duration.ZERO);
        if (!text.contains("/") || !IMAGE.matcher(named.reference(ANY)).matches()) {
            throw Misfit.mustBe("an image name with its registry, such as registry.example.com/me/app");
        }
        if (pattern.substring(0, pattern.lastIndexOf(':')).contains("{") || !named.tellsCommitsApart()) {
            throw Misfit.mustBe(
                    "a name without a tag, or with {sha} or {short} in its tag, so that each commit has an image"
                            + " of its own");
        }
        return new PushSpec(pattern);
    }

    static String inRepository(String text) throws Misfit {
        if (text.isBlank() || text.indexOf('\0') >= 0 || text.contains("://")) {
            throw Misfit.mustBe("a path in the repository");
        }
        var path = Path.of(text).normalize();
        if (path.isAbsolute() || path.startsWith("..")) {
            throw Misfit.mustBe("a path inside the repository, relative to its root");
        }
        return path.toString().isEmpty() ? "." : path.toString();
    }

    private static Map<String, BuildSpec.Builder> builders() {
        var builders = new LinkedHashMap<String, BuildSpec.Builder>();
        for (var builder : BuildSpec.Builder.values()) {
            builders.put(builder.name().toLowerCase(Locale.ROOT), builder);
        }
        return builders;
    }

    private static Map<String, String> refused() {
        var refused = new LinkedHashMap<String, String>();
        refused.put("ssh", "builds get no SSH agent; give a deploy key among secrets");
        Stream.of("cache_from", "cache_to", "no_cache_filter")
                .forEach(key -> refused.put(key, "the engine's own build cache is used; no_cache turns it off"));
        Stream.of("platforms", "isolation")
                .forEach(key -> refused.put(key, "images are built for the machine that runs them; remove it"));
        refused.put("tags", "use image for one extra tag");
        refused.put("labels", "Slipway sets the image's labels itself; put others into the Dockerfile");
        refused.put("pull", "write FROM with a digest or a newer tag to get another base image");
        refused.put("dockerfile_inline", "put the Dockerfile into the repository");
        refused.put("additional_contexts", "the repository is the only build context; copy what is needed into it");
        Stream.of("network", "extra_hosts", "shm_size", "ulimits", "privileged", "entitlements", "provenance", "sbom")
                .forEach(key -> refused.put(key, "builds run with the engine's defaults in this version; remove it"));
        return refused;
    }
}
