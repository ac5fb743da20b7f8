package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
                "running",
                "tip",
                "branch",
                "url",
                "last_poll",
                "next_poll",
                "paused",
                "pinned",
                "container",
                "decision",
                "deployment",
                "concerns");
        var apps = parse(Json.text(
                        Json.status(List.of(bare, full), Given.NOW, true, app -> Optional.empty()), Style.PLAIN))
                .get("apps");
        assertEquals(names, names(apps.get(0)));
        assertEquals(names, names(apps.get(1)));
        assertTrue(apps.get(0).get("tip").isNull());
    }

    @Test
    void statusSaysCommitsInFullAndTimesInUtc() throws Exception {
        var behind = Given.status("web", Given.OLD, Given.NEW);
        var root = parse(Json.text(
                Json.status(List.of(behind), Given.NOW, true, app -> Optional.of(Given.NOW.plusSeconds(20))),
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
    void historyHasPhasesWithTheirSecondsAndTheFailureInFull() throws Exception {
        var entry = new HistoryText.Entry(
                Given.failed(Blame.YOURS), Given.starts(Phase.PLANNED, Phase.BUILDING, Phase.FAILED));
        var deployment = parse(Json.text(Json.history(List.of(entry), Given.NOW), Style.PLAIN))
                .get("deployments")
                .get(0);
        assertEquals(
                List.of(
                        "id",
                        "app",
                        "commit",
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
                        "phases"),
                names(deployment));
        assertEquals(20.0, deployment.get("seconds").asDouble());
        assertEquals(10.0, deployment.get("phases").get(1).get("seconds").asDouble());
        assertTrue(deployment.get("phases").get(2).get("seconds").isNull());
        assertEquals(List.of("at", "blame", "what", "stands", "next", "evidence"), names(deployment.get("failure")));
    }

    @Test
    void whereTheScreenIsAsciiTheJsonIsToo() {
        var failure =
                Given.failed(Blame.YOURS).because(Given.failure(Blame.YOURS).then("→ 修好它"));
        var node = Json.history(List.of(new HistoryText.Entry(failure, List.of())), Given.NOW);
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
