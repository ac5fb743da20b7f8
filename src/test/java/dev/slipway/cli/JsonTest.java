package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.deploy.AppStatus;
import dev.slipway.deploy.History;
import dev.slipway.deploy.Silence;
import dev.slipway.deploy.WebhookStatus;
import dev.slipway.model.Blame;
import dev.slipway.model.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** docs/REFERENCE.md promises these names. */
class JsonTest {
    @Test
    void statusHasEveryNameWhetherThereIsAValueOrNot() throws Exception {
        var bare = Given.unchecked(Given.status("web", Given.NEW, Given.NEW));
        var full = Given.heldBack(
                Given.with(Given.status("web", Given.OLD, Given.NEW), Given.failed(Blame.YOURS)), "failed before");
        var names = List.of(
                "app",
                "state",
                "in_sync",
                "host",
                "running",
                "tip",
                "branch",
                "tag",
                "tip_tag",
                "running_tag",
                "url",
                "last_poll",
                "next_poll",
                "paused",
                "pinned",
                "container",
                "push",
                "decision",
                "deployment",
                "concerns",
                "last_nudge",
                "webhook_silent");
        var apps = parse(Json.text(
                        Json.status(
                                List.of(bare, full), Optional.empty(), Given.NOW, Watch.AGENT, app -> Optional.empty()),
                        Style.PLAIN))
                .get("apps");
        assertEquals(names, names(apps.get(0)));
        assertEquals(names, names(apps.get(1)));
        assertTrue(apps.get(0).get("tip").isNull());
    }

    @Test
    void statusSaysCommitsInFullAndTimesInUtc() throws Exception {
        var behind = Given.status("web", Given.OLD, Given.NEW);
        var root = parse(Json.text(
                Json.status(
                        List.of(behind),
                        Optional.empty(),
                        Given.NOW,
                        Watch.AGENT,
                        app -> Optional.of(Given.NOW.plusSeconds(20))),
                Style.PLAIN));
        assertEquals("2026-11-24T12:00:00Z", root.get("now").asText());
        assertTrue(root.get("agent").asBoolean());
        var app = root.get("apps").get(0);
        assertEquals("behind", app.get("state").asText());
        assertEquals(Given.OLD.sha(), app.get("running").asText());
        assertEquals(Given.NEW.sha(), app.get("tip").asText());
        assertEquals("2026-11-24T11:59:20Z", app.get("last_poll").asText());
        assertEquals("2026-11-24T12:00:20Z", app.get("next_poll").asText());
        assertEquals(
                List.of("id", "name", "status", "health", "exit_code", "restarts", "started_at", "deployment"),
                names(app.get("container")));
    }

    @Test
    void theWebhookHasEveryNameWhetherThereIsAValueOrNot() throws Exception {
        var synced = List.of(Given.status("web", Given.NEW, Given.NEW));
        assertTrue(webhook(synced, Optional.empty()).isNull());
        var quiet = webhook(synced, Optional.of(new WebhookStatus("0.0.0.0:9000", Optional.empty(), List.of())));
        assertEquals(List.of("listen", "trouble", "last_nudge", "last_rejection"), names(quiet));
        assertTrue(quiet.get("last_nudge").isNull());
        var both = webhook(
                synced,
                Optional.of(new WebhookStatus(
                        "0.0.0.0:9000",
                        Optional.of("the port is taken"),
                        List.of(Given.rejected(), Given.accepted("web")))));
        var names =
                List.of("at", "from", "forge", "id", "hook", "event", "verdict", "status", "reason", "apps", "secret");
        assertEquals(names, names(both.get("last_nudge")));
        assertEquals(names, names(both.get("last_rejection")));
        assertEquals("rejected", both.get("last_rejection").get("verdict").asText());
        assertTrue(both.get("last_rejection").get("secret").isNull());
    }

    @Test
    void anAppKnowsItsLastNudgeAndWhetherTheWebhookIsSilentForIt() throws Exception {
        var web = Given.with(Given.status("web", Given.NEW, Given.NEW), new Silence(Optional.empty()));
        var api = Given.status("api", Given.NEW, Given.NEW);
        var webhook = new WebhookStatus("0.0.0.0:9000", Optional.empty(), List.of(Given.accepted("api")));
        var apps = parse(Json.text(
                        Json.status(
                                List.of(web, api),
                                Optional.of(webhook),
                                Given.NOW,
                                Watch.AGENT,
                                app -> Optional.empty()),
                        Style.PLAIN))
                .get("apps");
        assertTrue(apps.get(0).get("last_nudge").isNull());
        assertTrue(apps.get(0).get("webhook_silent").asBoolean());
        assertEquals("2026-11-24T11:56:00Z", apps.get(1).get("last_nudge").asText());
        assertFalse(apps.get(1).get("webhook_silent").asBoolean());
    }

    private static JsonNode webhook(List<AppStatus> apps, Optional<WebhookStatus> webhook) throws Exception {
        return parse(Json.text(
                        Json.status(apps, webhook, Given.NOW, Watch.AGENT, app -> Optional.empty()), Style.PLAIN))
                .get("webhook");
    }

    @Test
    void historyHasPhasesWithTheirSecondsAndTheFailureInFull() throws Exception {
        var entry = new HistoryText.Entry(
                Given.failed(Blame.YOURS),
                Given.starts(Phase.PLANNED, Phase.BUILDING, Phase.FAILED),
                Optional.of(
                        new History.Push(142, "web", "registry.example/web:1", "sha256:1", "sha256:abc", Given.NOW)));
        var deployment = parse(Json.text(Json.history(List.of(entry), Given.NOW), Style.PLAIN))
                .get("deployments")
                .get(0);
        assertEquals(
                List.of(
                        "id",
                        "app",
                        "commit",
                        "tag",
                        "previous",
                        "trigger",
                        "swap",
                        "reason",
                        "phase",
                        "finished",
                        "started_at",
                        "changed_at",
                        "seconds",
                        "failure",
                        "phases",
                        "push"),
                names(deployment));
        assertEquals(List.of("reference", "digest", "at"), names(deployment.get("push")));
        assertEquals(20.0, deployment.get("seconds").asDouble());
        assertEquals(10.0, deployment.get("phases").get(1).get("seconds").asDouble());
        assertTrue(deployment.get("phases").get(2).get("seconds").isNull());
        assertEquals(List.of("at", "blame", "what", "stands", "next", "evidence"), names(deployment.get("failure")));
    }

    @Test
    void whereTheScreenIsAsciiTheJsonIsToo() {
        var failure =
                Given.failed(Blame.YOURS).because(Given.failure(Blame.YOURS).then("→ 修好它"));
        var node = Json.history(List.of(new HistoryText.Entry(failure, List.of(), Optional.empty())), Given.NOW);
        assertTrue(Json.text(node, Style.PLAIN).contains("→ 修好它"));
        var ascii = Json.text(node, new Style(Optional.empty(), false, false));
        assertTrue(ascii.chars().allMatch(c -> c < 128), ascii);
        assertTrue(ascii.contains("\\u2192"), ascii);
    }

    private static JsonNode parse(String text) throws Exception {
        return JsonMapper.builder().build().readTree(text);
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
