package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.App;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.GitSpec;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.Inclusions;
import dev.slipway.model.RunSpec;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuildOrderTest {
    private static final Commit COMMIT = new Commit("e".repeat(40));
    private static final BuildSpec.Options OPTIONS =
            new BuildSpec.Options(false, Duration.ofMinutes(30), BuildSpec.Builder.AUTO);

    @Test
    void asksForWhatTheAppConfigures() {
        var path = order(spec(".", "Dockerfile", Map.of("TZ", "Asia/Shanghai"), "runtime", OPTIONS))
                .byClassic();

        assertTrue(
                path.startsWith("/build?t=slipway%2Fweb%3A" + COMMIT.sha() + "&dockerfile=prod%2FDockerfile&"), path);
        var decoded = URLDecoder.decode(path, StandardCharsets.UTF_8);
        assertTrue(decoded.contains("&buildargs={\"TZ\":\"Asia/Shanghai\"}&"), decoded);
        assertTrue(decoded.contains("&labels={\"a\":\"b & c\"}&target=runtime&nocache=0&rm=1&forcerm=1"), decoded);
        assertFalse(path.contains("version="));
        assertFalse(path.contains("pull="));
    }

    @Test
    void asksTheClassicBuilderFirstForWhatDoesNotDifferFromCommitToCommit() {
        var order = order(spec(".", "Dockerfile", Map.of(), "", OPTIONS));
        var path = URLDecoder.decode(order.unlabelled(), StandardCharsets.UTF_8);
        assertFalse(path.contains(COMMIT.sha()), path);
        assertTrue(path.contains("labels={\"dev.slipway.app\":\"web\"}"), path);
        assertTrue(order.labelling().startsWith("/build?t=slipway%2Fweb%3A" + COMMIT.sha()), order.labelling());
    }

    @Test
    void writesAllLabelsInOneStepWhateverIsInThem() {
        var context = new LabelContext("sha256:" + "a".repeat(64), Map.of("b", "say \"$HOME\" \\o/", "a", "1"));
        assertEquals(
                "FROM sha256:" + "a".repeat(64) + "\nLABEL \"a\"=\"1\" \"b\"=\"say \\\"\\$HOME\\\" \\\\o/\"\n",
                context.dockerfile());
    }

    @Test
    void asksBuildKitByItsVersion() {
        assertTrue(order(spec(".", "Dockerfile", Map.of(), "", OPTIONS))
                .byBuildKit()
                .contains("version=2&"));
    }

    @Test
    void hashesWhatIsBuiltButNotHow() {
        var hash = ImageLabels.buildHash(spec(".", "Dockerfile", Map.of("A", "1"), "x", OPTIONS), Inclusions.NONE);
        var otherOptions = new BuildSpec.Options(true, Duration.ofHours(9), BuildSpec.Builder.BUILDKIT);

        assertEquals(
                hash,
                ImageLabels.buildHash(spec(".", "Dockerfile", Map.of("A", "1"), "x", otherOptions), Inclusions.NONE));
        assertNotEquals(
                hash,
                ImageLabels.buildHash(spec("app", "Dockerfile", Map.of("A", "1"), "x", OPTIONS), Inclusions.NONE));
        assertNotEquals(
                hash, ImageLabels.buildHash(spec(".", "Other", Map.of("A", "1"), "x", OPTIONS), Inclusions.NONE));
        assertNotEquals(
                hash, ImageLabels.buildHash(spec(".", "Dockerfile", Map.of("A", "2"), "x", OPTIONS), Inclusions.NONE));
        assertNotEquals(
                hash, ImageLabels.buildHash(spec(".", "Dockerfile", Map.of("A", "1"), "", OPTIONS), Inclusions.NONE));
        assertNotEquals(
                hash,
                ImageLabels.buildHash(
                        spec(".", "Dockerfile", Map.of("A", "1"), "x", OPTIONS), new Inclusions(true, false)));
    }

    @Test
    void writesNoCredentialsIntoTheSourceLabel() {
        var labels = ImageLabels.of(app(), COMMIT, 3, Instant.parse("2026-11-24T08:00:00.123Z"));

        assertEquals("https://git.example.com/web.git", labels.get("org.opencontainers.image.source"));
        assertEquals("2026-11-24T08:00:00Z", labels.get("org.opencontainers.image.created"));
    }

    private static BuildOrder order(BuildSpec spec) {
        return new BuildOrder(app(spec), COMMIT, 3, "prod/Dockerfile", Map.of("a", "b & c"));
    }

    private static App app() {
        return app(spec(".", "Dockerfile", Map.of(), "", OPTIONS));
    }

    private static App app(BuildSpec spec) {
        return new App(
                "web",
                new GitSpec("https://ada:hush@git.example.com/web.git", "main", "ada", Optional.empty()),
                spec,
                RunSpec.EMPTY,
                new HealthSpec(Optional.empty(), Duration.ofMinutes(1), Duration.ofSeconds(1)),
                new DeployPolicy(Optional.empty(), 5, List.of(), false));
    }

    private static BuildSpec spec(
            String context, String dockerfile, Map<String, String> args, String target, BuildSpec.Options options) {
        return new BuildSpec(
                context,
                dockerfile,
                args,
                target.isEmpty() ? Optional.empty() : Optional.of(target),
                options,
                Optional.empty());
    }
}
