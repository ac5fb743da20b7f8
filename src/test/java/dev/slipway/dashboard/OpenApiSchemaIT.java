package dev.slipway.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.testkit.ApiDocument;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.NodePackages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OpenAPI document by the official schema of OpenAPI 3.1, as others' tools will read it. */
class OpenApiSchemaIT {
    private final ObjectNode document = new ApiDocument().document().deepCopy();

    @TempDir
    private Path folder;

    private List<String> faults() throws Exception {
        var modules = NodePackages.fetch();
        var file = Files.writeString(folder.resolve("openapi.json"), document.toString());
        var script = NodePackages.SCRIPTS.resolve("judge-openapi.mjs").toString();
        return Command.run(List.of("node", script, file.toString(), modules.toString()), Map.of())
                .expecting(0)
                .out()
                .lines()
                .toList();
    }

    @Test
    void isValid() throws Exception {
        assertEquals(List.of(), faults());
    }

    /** So that the test above can fail. */
    @Test
    void isNotValidWithAKeyThatNobodyKnows() throws Exception {
        ((ObjectNode) document.get("info")).put("sumary", "misspelt");
        assertEquals(
                List.of("/info: must NOT have unevaluated properties {\"unevaluatedProperty\":\"sumary\"}"), faults());
    }
}
