package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Service;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What the engine relies on in services, whoever runs them: the fake swarm and a real one. */
public abstract class ServicesContract {
    protected static final Commit GOOD = new Commit("a".repeat(40));
    protected static final Commit BETTER = new Commit("b".repeat(40));
    /** Whose tasks fail. */
    protected static final Commit BAD = new Commit("c".repeat(40));

    private static final int LOOKS = 300;

    protected abstract Services services();

    /** With two replicas. */
    protected abstract App app();

    protected abstract Services.Order order(Commit commit, long deployment);

    /** Lets a little time pass. */
    protected abstract void pause() throws InterruptedException;

    @Test
    void knowsNoServiceBeforeOneIsMade() throws Exception {
        assertEquals(Optional.empty(), services().of(app()));
        services().preflight(app());
    }

    @Test
    void makesAServiceThatSaysWhatItIsAndWhoseItsTasksAre() throws Exception {
        services().put(order(GOOD, 7));
        var service = awaitRunning(7, 2);
        var origin = service.origin().orElseThrow();
        assertEquals(app().name(), origin.app());
        assertEquals(GOOD, origin.commit());
        assertEquals(7, origin.deployment());
        assertEquals(order(GOOD, 7).image(), service.image());
        assertEquals(2, service.wanted());
        assertEquals(Service.Update.NONE, service.update());
        assertTrue(services().highestDeployment() >= 7);
        assertEquals(Container.Status.RUNNING, service.asContainer().state().status());
    }

    @Test
    void leavesAServiceThatIsOfTheDeploymentAlreadyAsItIs() throws Exception {
        services().put(order(GOOD, 7));
        var before = awaitRunning(7, 2);
        services().put(order(GOOD, 7));
        assertEquals(before.version(), look().version());
    }

    @Test
    void replacesTheTasksOfAnUpdate() throws Exception {
        services().put(order(GOOD, 7));
        var made = awaitRunning(7, 2);
        services().put(order(BETTER, 8));
        var updated = await(service -> service.update() == Service.Update.COMPLETED && service.running(8) == 2);
        assertEquals(made.id(), updated.id());
        assertTrue(updated.version() > made.version());
        assertEquals(0, updated.running(7));
    }

    @Test
    void goesBackByItselfWhenTasksFail() throws Exception {
        services().put(order(GOOD, 7));
        awaitRunning(7, 2);
        services().put(order(BAD, 8));
        var back = await(service -> service.update() == Service.Update.ROLLED_BACK);
        assertEquals(7, back.origin().orElseThrow().deployment());
        assertEquals(order(GOOD, 7).image(), back.image());
        assertTrue(back.failed(8) > 0);
        assertTrue(back.troubles(8).contains("non-zero exit (1)"), back.troubles(8));
        assertFalse(services().lastLines(back.lastFailed(8).orElseThrow(), 10).isEmpty());
        awaitRunning(7, 2);
    }

    @Test
    void goesBackWhenItIsTold() throws Exception {
        services().put(order(GOOD, 7));
        awaitRunning(7, 2);
        services().put(order(BETTER, 8));
        services().rollBack(look());
        var back = await(service -> service.update() == Service.Update.ROLLED_BACK);
        assertEquals(7, back.origin().orElseThrow().deployment());
        awaitRunning(7, 2);
    }

    @Test
    void doesNotGoBackFromWhatItIsNotAnyMore() throws Exception {
        services().put(order(GOOD, 7));
        awaitRunning(7, 2);
        services().put(order(BETTER, 8));
        var seen = look();
        services().put(order(GOOD, 9));
        assertHostsTrouble(seen);
        assertEquals(9, look().origin().orElseThrow().deployment());
    }

    @Test
    void cannotGoBackWhereThereWasNothingBefore() throws Exception {
        services().put(order(GOOD, 7));
        awaitRunning(7, 2);
        assertHostsTrouble(look());
        assertEquals(7, look().origin().orElseThrow().deployment());
    }

    @Test
    void removesAServiceOnce() throws Exception {
        services().put(order(GOOD, 7));
        var made = look();
        services().remove(made);
        assertEquals(Optional.empty(), services().of(app()));
        services().remove(made);
    }

    private void assertHostsTrouble(Service seen) {
        var failure = assertThrows(DeployException.class, () -> services().rollBack(seen));
        assertEquals(Blame.HOST, failure.failure().blame());
    }

    private Service look() throws DeployException {
        return services().of(app()).orElseThrow();
    }

    private Service awaitRunning(long deployment, int tasks) throws Exception {
        return await(service -> service.running(deployment) == tasks);
    }

    private Service await(Predicate<Service> condition) throws Exception {
        for (var looks = 0; looks < LOOKS; looks++) {
            var service = look();
            if (condition.test(service)) {
                return service;
            }
            pause();
        }
        throw new AssertionError("not so in time: " + look());
    }
}
