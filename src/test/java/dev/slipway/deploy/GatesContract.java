package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What gates must do on every engine, the real one and the one that the tests of {@code deploy} use. */
public abstract class GatesContract {
    protected static final long DEPLOYMENT = 7;

    private Container serving;

    protected abstract Gates gates();

    protected abstract Containers containers();

    /** An app with a gate, and with a port that nobody has. */
    protected abstract App app();

    /** Creates and starts a container of the app by that name, as a swap does. */
    protected abstract Container started(String name) throws Exception;

    /** Makes somebody's own container of that name. */
    protected abstract void stranger(String name) throws Exception;

    @BeforeEach
    void serve() throws Exception {
        serving = started(app().containerName());
    }

    private Gates.Gate open() throws Exception {
        var gate = gates().create(app(), DEPLOYMENT, serving);
        containers().start(gate.container().id());
        gates().await(app(), gate);
        containers().connect(gate.container().id(), App.wayIn());
        containers().rename(gate.container().id(), app().gateName());
        return only();
    }

    private Gates.Gate only() throws DeployException {
        var all = gates().of(app());
        assertEquals(1, all.size());
        return all.getFirst();
    }

    @Test
    void aContainerBehindAGateIsOnItsNetworkAndKnownByIt() throws Exception {
        assertTrue(app().isBehindGate(containers().find(serving.id()).orElseThrow()));
    }

    @Test
    void createsOneThatHoldsNoPortYet() throws Exception {
        var gate = gates().create(app(), DEPLOYMENT, serving);

        assertEquals(gate, only());
        assertEquals(app().nextGateName(), gate.container().name());
        assertEquals(Container.Status.CREATED, gate.container().state().status());
        assertEquals(
                RestartPolicy.Kind.ALWAYS, gate.container().wiring().restart().kind());
        assertEquals(
                List.of(app().gateNetwork()),
                gate.container().wiring().networks().stream()
                        .map(NetworkAttachment::network)
                        .toList());
        assertFalse(gate.isAtWayIn());
        assertEquals(gates().madeOf(app()), gate.madeOf());
        assertEquals(DEPLOYMENT, gate.deployment());
    }

    @Test
    void createsAnotherInThePlaceOfOneThatWasBegun() throws Exception {
        gates().create(app(), DEPLOYMENT, serving);
        assertEquals(gates().create(app(), DEPLOYMENT + 1, serving), only());
    }

    @Test
    void oneThatRunsIsReadyAndTakesThePorts() throws Exception {
        var gate = open();

        assertTrue(gate.container().isRunning());
        assertTrue(gate.isAtWayIn());
    }

    @Test
    void isNoneOfTheAppsContainers() throws Exception {
        open();
        assertEquals(
                List.of(serving.id()),
                containers().of(app()).stream().map(Container::id).toList());
    }

    @Test
    void leadsElsewhereAndMayBeToldTwice() throws Exception {
        var gate = open();
        var next = started(app().nextName());

        gates().lead(app(), gate, next);
        gates().lead(app(), gate, next);

        assertEquals(
                gate.container().state().startedAt(), only().container().state().startedAt());
    }

    @Test
    void oneThatIsStoppedIsToldForWhenItStarts() throws Exception {
        var gate = open();
        containers().stop(gate.container().id(), java.util.Optional.empty());

        gates().lead(app(), only(), serving);
        containers().start(gate.container().id());
        gates().await(app(), gate);

        assertTrue(only().container().isRunning());
    }

    @Test
    void theNetworkStaysWhileAnybodyIsOnIt() throws Exception {
        gates().removeNetwork(app());
        var gate = gates().create(app(), DEPLOYMENT, serving);
        gates().removeNetwork(app());
        assertEquals(1, only().container().wiring().networks().size());

        containers().remove(gate.container().id());
        containers().remove(serving.id());
        gates().removeNetwork(app());
        gates().removeNetwork(app());
    }

    @Test
    void aNameThatSomebodyElseHasIsRefused() throws Exception {
        gates().prepare(app(), Progress.NONE);
        stranger(app().gateName());

        var refused = assertThrows(DeployException.class, () -> gates().prepare(app(), Progress.NONE));
        assertEquals(Blame.YOURS, refused.failure().blame());
        assertTrue(
                refused.failure().what().contains(app().gateName()),
                refused.failure().what());
    }
}
