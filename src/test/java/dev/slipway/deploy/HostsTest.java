package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Deployment;
import dev.slipway.model.Phase;
import dev.slipway.model.Request;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Apps on two Docker hosts, one of which may be away. */
class HostsTest {
    private static final String API = "api";

    private final Harbor here = Harbor.byDefault().push("a1");
    private final Harbor nas = Harbor.byDefault().push("a1");
    private final App api = new App(
                    API,
                    here.app().git(),
                    here.app().build(),
                    here.app().run(),
                    here.app().health(),
                    here.app().policy())
            .pinnedTo("nas");
    /** Stands between the engine and the containers of the second host. */
    private InvocationHandler between = (proxy, method, arguments) -> onNas(method, arguments);

    @Test
    void anAppGoesToTheEngineOfItsHostAndTheHistoryIsOne() throws Exception {
        try (var engine = engine()) {
            assertEquals(1, poll(engine, Harbor.APP).id());
            assertEquals(2, poll(engine, API).id());
            assertEquals(List.of(Harbor.APP), names(here));
            assertEquals(List.of(API), names(nas));
            assertEquals(
                    List.of(Harbor.APP, API),
                    engine.status().stream().map(each -> each.app().name()).toList());
            assertTrue(engine.status().stream().noneMatch(AppStatus::isUnseen));
        }
    }

    @Test
    void aHostThatIsAwayTroublesItsOwnAppsOnly() throws Exception {
        try (var engine = engine()) {
            poll(engine, API);
            away();
            assertEquals(Phase.SUCCEEDED, poll(engine, Harbor.APP).phase());
            var failed = assertInstanceOf(
                    Outcome.CheckFailed.class,
                    engine.submit(Request.poll(API, here.time.now())).get());
            assertEquals("no Docker engine at nas", failed.failure().what());
            var status = engine.status();
            assertFalse(status.getFirst().isUnseen());
            assertEquals(List.of(), status.getFirst().concerns());
            assertTrue(status.getLast().isUnseen());
            assertTrue(status.getLast().concerns().getFirst().startsWith("no Docker engine at nas"));
            assertEquals(
                    Phase.SUCCEEDED, status.getLast().latest().orElseThrow().phase(), "what is known is told");
        }
    }

    @Test
    void pruningMissesTheImagesOfAHostThatIsAwayAndSaysSo() throws Exception {
        here.keeping(5);
        for (var commit : List.of("b2", "c3", "d4", "e5")) {
            here.push(commit).poll();
        }
        here.keeping(2);
        try (var engine = engine()) {
            away();
            var pruning = engine.prune(false);
            assertEquals(2, pruning.images().size(), pruning.toString());
            assertEquals(
                    List.of("no Docker engine at nas"),
                    pruning.missed().stream().map(each -> each.what()).toList());
        }
    }

    @Test
    void withNoHostThatAnswersThereIsNoStatusAtAll() throws Exception {
        away();
        try (var engine = new Engine(new AppCatalog(List.of(api)), host -> portsOfNas())) {
            var failed = assertThrows(DeployException.class, engine::status);
            assertEquals("no Docker engine at nas", failed.failure().what());
            assertThrows(DeployException.class, () -> engine.prune(true));
        }
    }

    @Test
    void aHostThatHangsKeepsNoOtherFromDeploying() throws Exception {
        var asked = new CountDownLatch(1);
        var answers = new CountDownLatch(1);
        between = (proxy, method, arguments) -> {
            asked.countDown();
            answers.await();
            return onNas(method, arguments);
        };
        try (var engine = engine()) {
            var hanging = engine.submit(Request.poll(API, here.time.now()));
            assertTrue(asked.await(20, TimeUnit.SECONDS));
            assertEquals(Phase.SUCCEEDED, poll(engine, Harbor.APP).phase());
            assertFalse(hanging.isDone());
            answers.countDown();
            assertInstanceOf(Outcome.Ended.class, hanging.get());
        }
    }

    @Test
    void aLookThatHangsIsNotWaitedForAndTheOthersAreThere() throws Exception {
        var never = new CountDownLatch(1);
        var found = SideBySide.look(
                List.of(
                        new SideBySide.Look<>("Docker at nas", () -> {
                            never.await();
                            return "late";
                        }),
                        new SideBySide.Look<>("Docker at pi", () -> "there")),
                Duration.ofSeconds(1),
                here.time);
        assertEquals(
                "Docker at nas did not answer within 1 s",
                found.getFirst().missing().orElseThrow().failure().what());
        assertEquals(SideBySide.Found.of("there"), found.getLast());
    }

    @Test
    void aFaultThatIsNoHostsIsNotTakenForOne() {
        var looks = List.of(
                new SideBySide.Look<>("Docker at nas", () -> "there"),
                new SideBySide.Look<String>("Docker at pi", () -> {
                    throw new DeployException(Blame.YOURS, "a name is taken", "");
                }));
        assertThrows(DeployException.class, () -> SideBySide.look(looks, here.time));
    }

    private void away() {
        between = (proxy, method, arguments) -> {
            throw new DeployException(Blame.HOST, "no Docker engine at nas", "start it");
        };
    }

    private Engine engine() {
        return new Engine(
                new AppCatalog(List.of(here.app(), api)), host -> host.isPresent() ? portsOfNas() : here.ports());
    }

    /** Its engine is its own, all else is that of the first. */
    private Ports portsOfNas() {
        var own = nas.ports();
        var shared = here.ports();
        return new Ports(
                shared.source(),
                own.images(),
                (Containers) Proxy.newProxyInstance(
                        Containers.class.getClassLoader(),
                        new Class<?>[] {Containers.class},
                        (proxy, method, arguments) -> between.invoke(proxy, method, arguments)),
                own.services(),
                own.lease(),
                own.projects(),
                own.gates(),
                own.probe(),
                own.reach(),
                own.room(),
                own.drifts(),
                shared.history(),
                shared.notifier(),
                shared.webhook(),
                shared.logs(),
                own.time());
    }

    private Object onNas(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(nas.containers, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Deployment poll(Engine engine, String app) throws Exception {
        var outcome = engine.submit(Request.poll(app, here.time.now())).get();
        return assertInstanceOf(Outcome.Ended.class, outcome, outcome::toString).deployment();
    }

    private static List<String> names(Harbor harbor) {
        return harbor.containers.all().stream().map(each -> each.name()).toList();
    }
}
