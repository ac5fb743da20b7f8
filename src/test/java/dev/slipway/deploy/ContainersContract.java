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
import dev.slipway.model.Container.Status;
import dev.slipway.model.Image;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.RestartPolicy.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every engine must do, the real one and the one that the tests of {@code deploy} use. */
public abstract class ContainersContract {
    protected static final Commit A1 = new Commit("a1".repeat(20));
    protected static final long DEPLOYMENT = 7;

    private static final String ABSENT = "f".repeat(64);

    protected abstract Containers containers();

    /** An app with {@code restart: always}, and on one network that exists, with the alias {@code site}. */
    protected abstract App app();

    /** Of which a container of {@link #app} runs until it is stopped, and has then soon ended. */
    protected abstract Image image();

    protected final Container create(String name, Attachment attachment) throws DeployException {
        return containers().create(new Creation(app(), A1, DEPLOYMENT, image(), name, attachment));
    }

    protected final Container createNext() throws DeployException {
        return create(app().nextName(), Attachment.FULL);
    }

    protected final Container now(Container container) throws DeployException {
        return containers().find(container.id()).orElseThrow();
    }

    @Test
    void createsWithNameAndOriginButDoesNotStart() throws Exception {
        var created = createNext();

        assertEquals(app().nextName(), created.name());
        assertEquals(Status.CREATED, created.state().status());
        assertEquals(Instant.EPOCH, created.state().startedAt());
        assertEquals(image().id(), created.wiring().image());
        assertEquals(
                Optional.of(new Container.Origin(
                        app().name(), A1, DEPLOYMENT, containers().configHash(app()))),
                created.origin());
    }

    @Test
    void findsItByIdByNameAndByApp() throws Exception {
        var created = createNext();

        assertEquals(Optional.of(created), containers().find(created.id()));
        assertEquals(Optional.of(created), containers().named(app().nextName()));
        assertEquals(List.of(created), containers().of(app()));
        assertTrue(containers().highestDeployment() >= DEPLOYMENT);
    }

    @Test
    void findsNothingWhereNothingIs() throws Exception {
        assertEquals(Optional.empty(), containers().find(ABSENT));
        assertEquals(Optional.empty(), containers().named(app().containerName()));
        assertEquals(List.of(), containers().of(app()));
    }

    @Test
    void doesNotTakeAnIdForAName() throws Exception {
        var created = createNext();

        assertEquals(Optional.empty(), containers().named(created.id()));
        assertEquals(Optional.empty(), containers().named(created.shortId()));
    }

    @Test
    void refusesToCreateUnderANameThatIsTaken() throws Exception {
        var holder = createNext();

        failsOnTheHost(this::createNext);

        assertEquals(List.of(holder), containers().of(app()));
    }

    @Test
    void startsAndMayBeToldTwice() throws Exception {
        var created = createNext();

        containers().start(created.id());
        var first = now(created);
        containers().start(created.id());

        assertEquals(Status.RUNNING, first.state().status());
        assertTrue(first.state().startedAt().isAfter(Instant.EPOCH));
        assertTrue(first.address().isPresent());
        assertEquals(first.state().startedAt(), now(created).state().startedAt());
    }

    @Test
    void stopsAndMayBeToldTwice() throws Exception {
        var created = createNext();
        containers().start(created.id());

        containers().stop(created.id(), Optional.of(Duration.ofSeconds(5)));
        containers().stop(created.id(), Optional.empty());

        assertEquals(Status.EXITED, now(created).state().status());
        assertFalse(now(created).isUp());
    }

    @Test
    void startsAgainWhatWasStopped() throws Exception {
        var created = createNext();
        containers().start(created.id());
        containers().stop(created.id(), Optional.empty());

        containers().start(created.id());

        assertTrue(now(created).isRunning());
    }

    @Test
    void renamesAndMayBeToldTwice() throws Exception {
        var created = createNext();

        containers().rename(created.id(), app().containerName());
        containers().rename(created.id(), app().containerName());

        assertEquals(app().containerName(), now(created).name());
        assertEquals(Optional.empty(), containers().named(app().nextName()));
    }

    @Test
    void refusesToRenameToANameThatIsTaken() throws Exception {
        var next = createNext();
        var holder = create(app().containerName(), Attachment.FULL);

        failsOnTheHost(() -> containers().rename(next.id(), holder.name()));

        assertEquals(app().nextName(), now(next).name());
        assertEquals(app().containerName(), now(holder).name());
    }

    @Test
    void removesARunningOneAndMayBeToldTwice() throws Exception {
        var created = createNext();
        containers().start(created.id());

        containers().remove(created.id());
        containers().remove(created.id());

        assertEquals(Optional.empty(), containers().find(created.id()));
        createNext(); // its name is free at once
    }

    @Test
    void removesWhatWasNeverThere() throws Exception {
        containers().remove(ABSENT);
    }

    @Test
    void disarmsTheRestartPolicyAndArmsItAgain() throws Exception {
        var created = createNext();
        var always = new RestartPolicy(Kind.ALWAYS, 0);
        assertEquals(always, created.wiring().restart());

        containers().restartPolicy(created.id(), RestartPolicy.NO);
        containers().start(created.id());
        assertEquals(RestartPolicy.NO, now(created).wiring().restart());

        var onFailure = new RestartPolicy(Kind.ON_FAILURE, 3);
        containers().restartPolicy(created.id(), onFailure);
        assertEquals(onFailure, now(created).wiring().restart());
        containers().restartPolicy(created.id(), always);
        assertEquals(always, now(created).wiring().restart());
    }

    @Test
    void isFoundUnderAllItsNamesWhenAttachedInFull() throws Exception {
        var created = createNext();
        assertEquals(app().attachments(), created.wiring().networks());

        containers().start(created.id());
        assertEquals(app().attachments(), now(created).wiring().networks());
        assertTrue(app().attachments().getFirst().aliases().contains("site"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Attachment.class,
            names = {"UNSEEN", "TRIAL"})
    void isOnTheSameNetworksWithoutANameWhenUnseen(Attachment attachment) throws Exception {
        var created = create(app().nextName(), attachment);
        containers().start(created.id());

        assertEquals(
                unnamed(networks(app().attachments())), now(created).wiring().networks());
    }

    @Test
    void becomesSeenByLeavingAndJoining() throws Exception {
        var created = create(app().nextName(), Attachment.UNSEEN);
        containers().start(created.id());

        for (var attachment : app().attachments()) {
            containers().disconnect(created.id(), attachment.network());
            containers().disconnect(created.id(), attachment.network());
            containers().connect(created.id(), attachment);
            containers().connect(created.id(), attachment);
        }

        assertEquals(app().attachments(), now(created).wiring().networks());
        assertTrue(now(created).isRunning());
    }

    @Test
    void movesFromThePrivateNetworkToItsOwn() throws Exception {
        var created = create(app().nextName(), Attachment.PRIVATE);
        var own = containers().privateNetwork(app());
        assertEquals(unnamed(Stream.of(own)), created.wiring().networks());
        containers().start(created.id());

        for (var attachment : app().attachments()) {
            containers().connect(created.id(), attachment);
        }
        containers().disconnect(created.id(), own);
        containers().removePrivateNetwork(app());

        assertEquals(app().attachments(), now(created).wiring().networks());
        assertTrue(now(created).isRunning());
    }

    @Test
    void keepsThePrivateNetworkWhileEvenAStoppedContainerIsOnIt() throws Exception {
        var created = create(app().nextName(), Attachment.PRIVATE);

        containers().removePrivateNetwork(app());
        containers().start(created.id());

        assertEquals(
                unnamed(Stream.of(containers().privateNetwork(app()))),
                now(created).wiring().networks());
    }

    @Test
    void makesAndRemovesThePrivateNetworkAsOftenAsItIsTold() throws Exception {
        assertEquals(containers().privateNetwork(app()), containers().privateNetwork(app()));
        containers().removePrivateNetwork(app());
        containers().removePrivateNetwork(app());
    }

    @Test
    void runsACommandInside() throws Exception {
        var created = createNext();
        containers().start(created.id());

        assertEquals(
                new Containers.ExecResult(0, ""),
                containers().exec(created.id(), List.of("true"), Duration.ofSeconds(20)));
    }

    @Test
    void doesNothingToAContainerThatIsNotThere() {
        var network = app().attachments().getFirst();
        failsOnTheHost(() -> containers().start(ABSENT));
        failsOnTheHost(() -> containers().stop(ABSENT, Optional.empty()));
        failsOnTheHost(() -> containers().rename(ABSENT, app().containerName()));
        failsOnTheHost(() -> containers().restartPolicy(ABSENT, RestartPolicy.NO));
        failsOnTheHost(() -> containers().connect(ABSENT, network));
        failsOnTheHost(() -> containers().disconnect(ABSENT, network.network()));
    }

    private static Stream<String> networks(List<NetworkAttachment> attachments) {
        return attachments.stream().map(NetworkAttachment::network);
    }

    private static List<NetworkAttachment> unnamed(Stream<String> networks) {
        return networks.map(each -> new NetworkAttachment(each, List.of(), Optional.empty(), Optional.empty()))
                .toList();
    }

    private static void failsOnTheHost(Executable act) {
        assertEquals(
                Blame.HOST, assertThrows(DeployException.class, act).failure().blame());
    }
}
