package dev.slipway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectTest {
    @ParameterizedTest
    @CsvSource({
        "RUNNING, 0, NONE, ALWAYS, WELL",
        "RUNNING, 0, HEALTHY, NO, WELL",
        "RUNNING, 0, STARTING, NO, STARTING",
        "RUNNING, 0, UNHEALTHY, NO, UNWELL",
        "EXITED, 0, NONE, NO, DONE",
        "EXITED, 0, NONE, ON_FAILURE, DONE",
        "EXITED, 0, NONE, ALWAYS, UNWELL",
        "EXITED, 1, NONE, NO, UNWELL",
        "EXITED, 1, NONE, ON_FAILURE, UNWELL",
        "RESTARTING, 1, NONE, ALWAYS, UNWELL",
        "CREATED, 0, NONE, NO, STARTING",
        "PAUSED, 0, NONE, NO, UNWELL"
    })
    void aServiceIsWellWhileItRunsAndDoneIfItEndedInGoodOrder(
            Container.Status status,
            int exit,
            Container.Health health,
            RestartPolicy.Kind restart,
            Project.Standing standing) {
        assertEquals(standing, part("web", status, exit, health, restart).standing());
    }

    @Test
    void itIsWellWhenAllAreThereAndOneRuns() {
        var web = part("web", Container.Status.RUNNING, 0, Container.Health.NONE, RestartPolicy.Kind.ALWAYS);
        var done = part("migrate", Container.Status.EXITED, 0, Container.Health.NONE, RestartPolicy.Kind.NO);
        assertTrue(project(web, done).isWell());
        assertEquals("2 of 2 services are well", project(web, done).inWords());
        assertFalse(project(web).isWell());
        assertEquals(
                "1 of 2 services are well; service migrate has no container",
                project(web).inWords());
        assertFalse(project(done, part("web", Container.Status.EXITED, 0, Container.Health.NONE, RestartPolicy.Kind.NO))
                .isWell());
    }

    @Test
    void theWorstIsWhatEndedRatherThanWhatWaitsForIt() {
        var waits = part("web", Container.Status.CREATED, 0, Container.Health.NONE, RestartPolicy.Kind.NO);
        var ended = part("migrate", Container.Status.EXITED, 3, Container.Health.NONE, RestartPolicy.Kind.NO);
        assertEquals(
                "service migrate ended with exit code 3",
                project(waits, ended).worst().orElseThrow().inWords());
        assertEquals(
                "0 of 2 services are well; service migrate ended with exit code 3",
                project(waits, ended).inWords());
    }

    @Test
    void aProjectIsStoppedWhereAllThatShouldRunIsThereAndNotWhereItWasRemoved() {
        var done = part("migrate", Container.Status.EXITED, 0, Container.Health.NONE, RestartPolicy.Kind.NO);
        var stopped = part("web", Container.Status.EXITED, 0, Container.Health.NONE, RestartPolicy.Kind.ALWAYS);
        assertFalse(project(done, stopped).asContainer().isUp());
        var removed = project(done).asContainer();
        assertTrue(removed.isUp());
        assertEquals(Container.Health.UNHEALTHY, removed.state().health());
    }

    @Test
    void anotherStartIsAnotherRun() {
        var web = part("web", Container.Status.RUNNING, 0, Container.Health.NONE, RestartPolicy.Kind.ALWAYS);
        var again = new Project.Part(
                "web",
                new Container(
                        web.container().id(),
                        "shop-web-1",
                        Optional.empty(),
                        new Container.State(
                                Container.Status.RUNNING, 0, 1, Instant.ofEpochSecond(9), Container.Health.NONE, ""),
                        web.container().wiring(),
                        Optional.empty()));
        assertNotEquals(project(web).fingerprint(), project(again).fingerprint());
        assertEquals(
                project(web).asContainer().id(), project(again).asContainer().id());
    }

    private static Project project(Project.Part... parts) {
        return new Project("shop", Optional.empty(), Set.of("web", "migrate"), List.of(parts));
    }

    private static Project.Part part(
            String service, Container.Status status, int exit, Container.Health health, RestartPolicy.Kind restart) {
        return new Project.Part(
                service,
                new Container(
                        "id of " + service,
                        "shop-" + service + "-1",
                        Optional.empty(),
                        new Container.State(status, exit, 0, Instant.EPOCH, health, ""),
                        new Container.Wiring("sha256:a", new RestartPolicy(restart, 0), List.of()),
                        Optional.empty()));
    }
}
