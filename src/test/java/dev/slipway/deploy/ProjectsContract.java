package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Project;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What the engine relies on in projects of Compose, whoever runs them: the fake and the real one. Each commit has a service
 * {@code web} of its own, a service {@code db} that is the same in all, and {@code migrate}, which ends in good order.
 */
public abstract class ProjectsContract {
    protected static final Commit FIRST = new Commit("a".repeat(40));
    protected static final Commit SECOND = new Commit("b".repeat(40));

    private static final int LOOKS = 300;

    protected abstract Projects projects();

    protected abstract App app();

    protected abstract Source.Tree tree(Commit commit);

    /** Lets a little time pass. */
    protected abstract void pause() throws InterruptedException;

    @Test
    void knowsNoProjectBeforeOneIsPutUp() throws Exception {
        projects().preflight(app());
        prepare(FIRST, 7);
        assertEquals(Optional.empty(), projects().of(app()));
        assertTrue(projects().hasFiles(app(), FIRST));
        assertFalse(projects().hasFiles(app(), SECOND));
    }

    @Test
    void putsUpAProjectThatSaysWhatItIs() throws Exception {
        putUp(FIRST, 7);
        var project = awaitWell();
        assertEquals(new Container.Origin(app().name(), FIRST, 7, "hash-7"), origin(project));
        assertEquals(Set.of("web", "db", "migrate"), project.services());
        assertEquals(Project.Standing.DONE, part("migrate").standing());
        assertEquals(Container.Status.RUNNING, project.asContainer().state().status());
        assertTrue(projects().highestDeployment() >= 7);
    }

    @Test
    void leavesAsItIsWhatIsPutUpAlready() throws Exception {
        putUp(FIRST, 7);
        awaitWell();
        var before = part("web");
        projects().up(order(FIRST, 7), true, Progress.NONE);
        assertEquals(before.container().id(), part("web").container().id());
    }

    @Test
    void touchesNothingThatRunsWhileItPreparesAnother() throws Exception {
        putUp(FIRST, 7);
        var before = awaitWell();
        prepare(SECOND, 8);
        assertEquals(before.fingerprint(), look().fingerprint());
        assertEquals(FIRST, origin(look()).commit());
    }

    @Test
    void recreatesTheServiceThatChangedAndNoOther() throws Exception {
        putUp(FIRST, 7);
        awaitWell();
        var web = part("web");
        var db = part("db");
        putUp(SECOND, 8);
        assertEquals(SECOND, origin(awaitWell()).commit());
        assertEquals(db.container().id(), part("db").container().id());
        assertEquals(
                db.container().state().startedAt(),
                part("db").container().state().startedAt());
        assertNotEquals(web.container().id(), part("web").container().id());
        assertEquals(SECOND, part("web").container().origin().orElseThrow().commit());
        assertEquals(FIRST, part("db").container().origin().orElseThrow().commit());
    }

    @Test
    void goesBackToWhatAnEarlierDeploymentPutUp() throws Exception {
        putUp(FIRST, 7);
        awaitWell();
        var web = part("web");
        putUp(SECOND, 8);
        projects().up(order(FIRST, 7), true, Progress.NONE);
        assertEquals(7, origin(awaitWell()).deployment());
        assertEquals(
                web.container().wiring().image(),
                part("web").container().wiring().image());
    }

    @Test
    void mayBePutUpWithoutBeingStarted() throws Exception {
        prepare(FIRST, 7);
        projects().up(order(FIRST, 7), false, Progress.NONE);
        assertFalse(look().isRunning());
        assertEquals(FIRST, origin(look()).commit());
    }

    @Test
    void doesNotPutUpWhatWasNotPrepared() {
        var e = assertThrows(DeployException.class, () -> projects().up(order(FIRST, 7), true, Progress.NONE));
        assertEquals(Blame.HOST, e.failure().blame());
    }

    @Test
    void removesAProjectOnce() throws Exception {
        putUp(FIRST, 7);
        projects().remove(app(), Progress.NONE);
        assertEquals(Optional.empty(), projects().of(app()));
        projects().remove(app(), Progress.NONE);
    }

    @Test
    void prunesWhatIsNotToBeKept() throws Exception {
        putUp(FIRST, 7);
        putUp(SECOND, 8);
        assertEquals(1, projects().unneeded(app(), Set.of(SECOND)).size());
        assertEquals(1, projects().prune(app(), Set.of(SECOND)));
        assertEquals(0, projects().prune(app(), Set.of(SECOND)));
        assertFalse(projects().hasFiles(app(), FIRST));
        assertTrue(projects().hasFiles(app(), SECOND));
        projects().up(order(SECOND, 8), true, Progress.NONE);
        assertEquals(SECOND, origin(awaitWell()).commit());
    }

    private void putUp(Commit commit, long deployment) throws Exception {
        prepare(commit, deployment);
        projects().up(order(commit, deployment), true, Progress.NONE);
    }

    private void prepare(Commit commit, long deployment) throws Exception {
        if (!projects().hasFiles(app(), commit)) {
            try (var tree = tree(commit)) {
                projects().write(app(), tree);
            }
        }
        projects().prepare(order(commit, deployment), false, Progress.NONE);
    }

    private Projects.Order order(Commit commit, long deployment) {
        return new Projects.Order(app(), commit, deployment, "hash-" + deployment);
    }

    private static Container.Origin origin(Project project) {
        return project.origin().orElseThrow();
    }

    private Project.Part part(String service) throws DeployException {
        return look().parts().stream()
                .filter(part -> part.service().equals(service))
                .findFirst()
                .orElseThrow();
    }

    private Project look() throws DeployException {
        return projects().of(app()).orElseThrow();
    }

    private Project awaitWell() throws Exception {
        return await(Project::isWell);
    }

    private Project await(Predicate<Project> condition) throws Exception {
        for (var looks = 0; looks < LOOKS; looks++) {
            var project = look();
            if (condition.test(project)) {
                return project;
            }
            pause();
        }
        throw new AssertionError("not so in time: " + look().inWords());
    }
}
