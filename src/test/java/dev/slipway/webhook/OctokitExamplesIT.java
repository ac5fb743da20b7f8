package dev.slipway.webhook;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.NodePackages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every push and ping that GitHub publishes as an example, signed by GitHub's own library, gets the right answer.
 */
class OctokitExamplesIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Spelt otherwise than any example spells it: github.com's own examples, and those of GitHub Enterprise. */
    private static final List<String> REPOSITORIES = List.of(
            "git@github.com:codertocat/hello-world", "ssh://git@octocoders.github.io/Codertocat/Hello-World.git");

    @Test
    void allGetTheRightAnswer() throws Exception {
        var examples = examples();
        assertTrue(examples.size() > 20, "only " + examples.size() + " examples");
        try (var hook = Hookshot.listening()) {
            hook.apps = List.of(
                    Hookshot.app("public", REPOSITORIES.getFirst(), "master"),
                    Hookshot.app("enterprise", REPOSITORIES.getLast(), "master"));
            assertAll(examples.stream()
                    .map(example -> () -> assertEquals(expected(example), answer(hook, example), example.toString())));
        }
    }

    private static String answer(Hookshot hook, JsonNode example) {
        var payload = example.get("payload").textValue();
        return hook.deliver(Post.of(payload)
                        .event(example.get("event").textValue())
                        .header("X-Hub-Signature-256", example.get("signature").textValue())
                        .header("X-GitHub-Delivery", "id"))
                .summary();
    }

    /** By the fields of the payload that no listener looks at: the refs' type is told by how the ref begins. */
    private static String expected(JsonNode example) throws IOException {
        if (example.get("event").textValue().equals("ping")) {
            return "200 {\"status\":\"pong\"}";
        }
        var payload = MAPPER.readTree(example.get("payload").textValue());
        if (payload.get("deleted").booleanValue()) {
            return ignored("the ref was deleted");
        }
        if (payload.get("ref").textValue().startsWith("refs/tags/")) {
            return ignored("not a branch");
        }
        var app = payload.get("repository").get("url").textValue().contains("github.com/") ? "public" : "enterprise";
        return "202 {\"status\":\"accepted\",\"delivery\":\"id\",\"apps\":[\"" + app + "\"]}";
    }

    private static String ignored(String reason) {
        return "202 {\"status\":\"ignored\",\"reason\":\"" + reason + "\"}";
    }

    private static List<JsonNode> examples() throws IOException {
        var modules = NodePackages.fetch();
        var script = NodePackages.SCRIPTS.resolve("sign-examples.mjs").toString();
        var examples = new ArrayList<JsonNode>();
        for (var line :
                run("node", script, Hookshot.SECRET, modules.toString()).lines().toList()) {
            examples.add(MAPPER.readTree(line));
        }
        return examples;
    }

    private static String run(String... command) {
        return Command.run(List.of(command), Map.of()).expecting(0).out();
    }
}
