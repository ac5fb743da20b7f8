package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.Containers.Attachment;
import dev.slipway.deploy.Containers.Creation;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Image;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the way of an agent in a container must be, on the real engine and on the one that the tests of {@code deploy} use. */
public abstract class ReachContract {
    private static final Commit A1 = new Commit("a1".repeat(20));

    protected abstract Containers containers();

    /** Of a process in a container that is on none of the apps' networks. */
    protected abstract Reach reach();

    /** As a new process in the same container has it. */
    protected abstract Reach anew();

    protected abstract Set<String> networksOfAgent() throws DeployException;

    /** The full id of the container that the process runs in. */
    protected abstract String idOfAgent() throws DeployException;

    /** Has a person attach the agent's container to a network. */
    protected abstract void attachAgent(String network) throws DeployException;

    /** An app on one network that exists. */
    protected abstract App app();

    /** Another app on the same network. */
    protected abstract App neighbour();

    /** Of which a container of either app runs until it is stopped. */
    protected abstract Image image();

    protected final Container started(App app, Attachment attachment) throws DeployException {
        var container = containers().create(new Creation(app, A1, 1, image(), app.nextName(), attachment));
        containers().start(container.id());
        return containers().find(container.id()).orElseThrow();
    }

    private String network() {
        return app().attachments().getFirst().network();
    }

    @Test
    void joinsTheNetworkOfTheContainerAndLeavesItAgain() throws Exception {
        var before = networksOfAgent();
        var container = started(app(), Attachment.FULL);

        var way = reach().to(app(), container);
        assertEquals(container.address(), way.address());
        assertTrue(way.host().isPresent() && !way.isFromTheHost(), way.toString());
        assertTrue(networksOfAgent().contains(network()));

        reach().leave(app());
        assertEquals(before, networksOfAgent());
    }

    @Test
    void knowsTheContainerThatItRunsIn() throws Exception {
        var own = Set.of(idOfAgent());
        started(app(), Attachment.FULL);
        assertEquals(own, reach().ownContainers());
        assertEquals(own, anew().ownContainers());
    }

    @Test
    void mayBeToldTwice() throws Exception {
        var before = networksOfAgent();
        var container = started(app(), Attachment.UNSEEN);

        assertEquals(reach().to(app(), container), reach().to(app(), container));
        reach().leave(app());
        reach().leave(app());
        assertEquals(before, networksOfAgent());

        assertEquals(container.address(), reach().to(app(), container).address());
        reach().leave(app());
    }

    @Test
    void doesNotHoldThePrivateNetworkOnceItHasLeft() throws Exception {
        var container = started(app(), Attachment.PRIVATE);
        assertEquals(container.address(), reach().to(app(), container).address());
        var name = containers().privateNetwork(app());

        containers().remove(container.id());
        containers().removePrivateNetwork(app());
        assertTrue(networksOfAgent().contains(name), "it is not taken away from under the agent");

        reach().leave(app());
        containers().removePrivateNetwork(app());
        assertFalse(networksOfAgent().contains(name));
    }

    @Test
    void staysWhereAnotherAppStillNeedsIt() throws Exception {
        var before = networksOfAgent();
        var one = started(app(), Attachment.FULL);
        var other = started(neighbour(), Attachment.FULL);
        reach().to(app(), one);
        reach().to(neighbour(), other);

        reach().leave(app());
        assertTrue(networksOfAgent().contains(network()));

        reach().leave(neighbour());
        assertEquals(before, networksOfAgent());
    }

    @Test
    void leavesWhatAnEarlierProcessJoined() throws Exception {
        var before = networksOfAgent();
        reach().to(app(), started(app(), Attachment.FULL));

        var later = anew();
        assertTrue(networksOfAgent().contains(network()));
        later.leave(neighbour());
        assertEquals(before, networksOfAgent());
    }

    @Test
    void keepsWhatAnEarlierProcessJoinedForAsLongAsItIsNeeded() throws Exception {
        var container = started(app(), Attachment.FULL);
        reach().to(app(), container);

        var later = anew();
        later.to(app(), container);
        later.leave(neighbour());
        assertTrue(networksOfAgent().contains(network()));
        later.leave(app());
        assertFalse(networksOfAgent().contains(network()));
    }

    @Test
    void staysWhereAPersonAttachedIt() throws Exception {
        attachAgent(network());
        var container = started(app(), Attachment.FULL);

        assertEquals(container.address(), reach().to(app(), container).address());
        reach().leave(app());
        anew().leave(app());

        assertTrue(networksOfAgent().contains(network()));
    }

    @Test
    void knowsNoWayToWhatIsGone() throws Exception {
        var before = networksOfAgent();
        var container = started(app(), Attachment.FULL);
        containers().remove(container.id());

        var failure = assertThrows(DeployException.class, () -> reach().to(app(), container))
                .failure();
        assertEquals(Blame.HOST, failure.blame());
        assertEquals(before, networksOfAgent());
    }
}
