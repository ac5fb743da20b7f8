package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.deploy.ManualTime;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    private final FakeOperations session = new FakeOperations(Path.of("/logs"));
    private final ManualTime time = new ManualTime();
    private final Documents documents = new Documents(session, time);

    @Test
    void theStatusHasEveryAppAndNotice() throws Exception {
        session.notices.add("the port is taken");
        session.apps.put("api", Given.status("api", Given.OLD, Given.NEW));
        var status = json(documents.status());
        assertEquals(2, status.get("apps").size());
        assertEquals("the port is taken", status.get("notices").get(0).asText());
        assertEquals(status.get("apps").get(1), json(documents.app("api").orElseThrow()));
        assertEquals(Wording.iso(time.now()), status.get("now").asText());
    }

    @Test
    void deploymentsComeWithTheirPhasesAndNoMoreThanAskedFor() throws Exception {
        session.deployments.add(Given.deployment());
        session.deployments.add(Given.deployment());
        var app = Given.deployment().app();
        session.apps.put(app, Given.status(app, Given.OLD, Given.NEW));
        var list = json(documents.deployments(app, 1).orElseThrow()).get("deployments");
        assertEquals(1, list.size());
        assertEquals(1, list.get(0).get("phases").size());
        var id = Given.deployment().id();
        assertEquals(list.get(0), json(documents.deployment(id).orElseThrow()));
    }

    @Test
    void whatIsNotThereIsEmpty() throws Exception {
        assertEquals(Optional.empty(), documents.app("nobody"));
        assertEquals(Optional.empty(), documents.deployments("nobody", 5));
        assertEquals(Optional.empty(), documents.deployment(4711));
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
