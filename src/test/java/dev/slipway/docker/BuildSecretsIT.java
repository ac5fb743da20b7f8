package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Secrets that the steps of a real build ask for. */
class BuildSecretsIT extends BuildCase {
    private static final String FROM = "FROM " + ImagesTestEngine.BASE + "\n";
    private static final String TOKEN = "tok3n-of-the-harbour-master";

    BuildSecretsIT() {
        super(BuildSpec.Builder.AUTO);
    }

    @Test
    void aStepFindsItAndNothingOfItIsLeftInTheImageItsHistoryOrTheLog() throws Exception {
        var tree = tree(
                A,
                FROM + "RUN --mount=type=secret,id=npm_token,required=true"
                        + " [ \"$(cat /run/secrets/npm_token)\" = \"$(printf %s-%s tok3n of-the-harbour-master)\" ]"
                        + " && echo it is the right one\n"
                        + "RUN [ ! -s /run/secrets/npm_token ] && echo and is gone\n");

        var built = images().build(given(Map.of("npm_token", TOKEN)), 1, tree, log);

        assertTrue(log.mentions("with BuildKit (build.secrets needs it)"));
        assertTrue(log.mentions("secrets that its steps may ask for: npm_token"));
        assertTrue(log.mentions("it is the right one"));
        assertTrue(log.mentions("and is gone"));
        assertFalse(log.mentions(TOKEN));
        assertFalse(docker.labels(built.id()).toString().contains(TOKEN));
        try (var whole = docker.engine.client().saveImageCmd(built.id()).exec()) {
            assertFalse(new String(whole.readAllBytes(), StandardCharsets.ISO_8859_1).contains(TOKEN));
        }
    }

    @Test
    void aLargeOneComesWholeToItsLastLineEnd() throws Exception {
        var large = "first line\n" + "0123456789abcde\n".repeat(25_000);
        var tree = tree(A, FROM + "RUN --mount=type=secret,id=large cat /run/secrets/large > /copy\n");

        var built = images().build(given(Map.of("large", large)), 1, tree, log);

        assertEquals(large, docker.file(built.id(), "/copy").text());
    }

    @Test
    void theSessionLastsAsLongAsTheBuild() throws Exception {
        var tree = tree(
                A,
                FROM + "RUN sleep 7\n"
                        + "RUN --mount=type=secret,id=late,required=true cat /run/secrets/late > /copy\n");

        var built = images().build(given(Map.of("late", "value")), 1, tree, log);

        assertEquals("value", docker.file(built.id(), "/copy").text());
    }

    @Test
    void oneThatIsNotConfiguredFailsTheStepThatRequiresItAndIsEmptyToOthers() throws Exception {
        var app = given(Map.of("npm_token", TOKEN));
        var lenient = tree(A, FROM + "RUN --mount=type=secret,id=other [ ! -e /run/secrets/other ]\n");
        assertTrue(docker.exists(images().build(app, 1, lenient, log).id()));

        var strict = tree(B, FROM + "RUN --mount=type=secret,id=other,required=true true\n");
        var failure = failure(app, strict).failure();

        assertEquals(Blame.YOURS, failure.blame(), failure.what());
        assertTrue(
                failure.what().endsWith("it requires the secret other, and build.secrets has none of that name"),
                failure.what());
        assertFalse(failure.toString().contains(TOKEN));
    }

    @Test
    void anotherValueIsNoReasonToBuildAgainButAnotherSecretIs() throws Exception {
        var built = images().build(given(Map.of("npm_token", TOKEN)), 1, sound(A), log);

        assertEquals(Optional.of(built), images().find(given(Map.of("npm_token", "another")), A));
        assertEquals(Optional.empty(), images().find(given(Map.of("npm_token", TOKEN, "other", TOKEN)), A));
    }

    @Test
    void theClassicBuilderIsRefusedBeforeAnythingIsDone() throws Exception {
        var classic = with(new BuildSpec.Options(false, options().timeout(), BuildSpec.Builder.CLASSIC));
        var app = app(appName(), classic.build().withSecrets(Map.of("npm_token", new Secret(TOKEN))));

        var failure = failure(app, sound(A)).failure();

        assertEquals(Blame.YOURS, failure.blame());
        assertEquals("build.secrets needs BuildKit, and build.builder is classic", failure.what());
        assertFalse(log.mentions("Step"));
    }

    @Test
    void anEngineBehindAPortIsGivenThemToo() throws Exception {
        try (var way = new CuttableWay();
                var engine = new DockerEngine(way.address(), Map.of(), docker.time)) {
            var tree = tree(A, FROM + "RUN --mount=type=secret,id=a,required=true cat /run/secrets/a > /copy\n");
            var there = new DockerImages(engine, Map.of("HOME", "/nowhere"));

            var built = there.build(given(Map.of("a", "over-tcp")), 1, tree, log);

            assertEquals("over-tcp", docker.file(built.id(), "/copy").text());
        }
    }

    private App given(Map<String, String> secrets) {
        var values = new HashMap<String, Secret>();
        secrets.forEach((id, value) -> values.put(id, new Secret(value)));
        return app(appName(), app().build().withSecrets(values));
    }
}
