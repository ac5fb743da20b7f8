package dev.slipway.config;

import dev.slipway.model.Commit;
import dev.slipway.model.PullSpec;
import java.time.Duration;
import java.util.List;

/** The rows of {@code image}: an image that is not built here. */
final class ImageShape {
    private static final Commit ANY = new Commit("0".repeat(40));

    private static final Field<String> PULL = Field.required(
            "pull",
            Scalars.parsed("an image name such as docker.io/me/app:{sha}", ImageShape::pattern),
            "name of the image of a commit, with {sha} for its full id or {short} for the first seven digits; pulled with the"
                    + " credentials that docker login left");
    private static final Field<Duration> TIMEOUT = Field.withDefault(
            "timeout",
            Scalars.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            "30m",
            "how long CI may take until a commit's image is there before Slipway complains (it goes on asking), and limit of"
                    + " one pull");

    static final Shape<PullSpec> SHAPE =
            ObjectShape.of(List.of(PULL, TIMEOUT), f -> new PullSpec(f.get(PULL), f.get(TIMEOUT)));

    private ImageShape() {}

    private static String pattern(String text) throws Misfit {
        var pull = new PullSpec(text, Duration.ZERO);
        if (!BuildShape.IMAGE.matcher(pull.reference(ANY)).matches()) {
            throw Misfit.mustBe("an image name such as docker.io/me/app:{sha}");
        }
        if (!pull.tellsCommitsApart()) {
            throw Misfit.mustBe("a name with {sha} or {short} in it, so that each commit has an image of its own");
        }
        return text;
    }
}
