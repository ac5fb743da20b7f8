package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.slipway.model.Phase;
import dev.slipway.model.Request;
import dev.slipway.testkit.Fault;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever is told may hang or break down: the deployment goes on. */
@Timeout(30)
class HeraldTest {
    @Fault(55)
    @Test
    void oneWhoThrowsUndoesNothing() throws Exception {
        assertDeploys((proxy, method, arguments) -> {
            throw new IllegalStateException("the pager is out of order");
        });
    }

    @Fault(55)
    @Test
    void oneWhoHangsHoldsNothingUp() throws Exception {
        var never = new CountDownLatch(1);
        assertDeploys((proxy, method, arguments) -> {
            never.await();
            return null;
        });
    }

    @Test
    void allIsToldInOrderAndBeforeTheEnd() throws Exception {
        var harbor = Harbor.byDefault().push("a1");
        try (var engine = harbor.engine()) {
            engine.submit(Request.poll(Harbor.APP, harbor.time.now())).get();
        }
        assertEquals(
                List.of("PLANNED", "BUILDING", "REPLACING", "VERIFYING", "SUCCEEDED"),
                harbor.told.stream()
                        .map(line -> line.substring(line.indexOf(' ') + 1))
                        .toList());
    }

    @Test
    void aRecoveryIsToldBeforeTheDeploymentThatItLedTo() throws Exception {
        var harbor = Harbor.byDefault().push("a1").gitFails("no answer");
        try (var engine = harbor.engine()) {
            engine.submit(Request.poll(Harbor.APP, harbor.time.now())).get();
            harbor.gitWorks();
            engine.submit(harbor.nudge()).get();
        }
        assertEquals(
                List.of("check failed: no answer", "check recovered"),
                harbor.told.subList(0, 2),
                harbor.told::toString);
        assertEquals(1, harbor.told.stream().filter("check recovered"::equals).count());
    }

    private static void assertDeploys(InvocationHandler conduct) throws Exception {
        var harbor = Harbor.byDefault().push("a1");
        var notifier = (Notifier)
                Proxy.newProxyInstance(Notifier.class.getClassLoader(), new Class<?>[] {Notifier.class}, conduct);
        try (var engine =
                new Engine(new AppCatalog(List.of(harbor.app())), harbor.ports().telling(notifier))) {
            var outcome =
                    engine.submit(Request.poll(Harbor.APP, harbor.time.now())).get();
            assertEquals(
                    Phase.SUCCEEDED,
                    assertInstanceOf(Outcome.Ended.class, outcome).deployment().phase());
        }
        harbor.assertRunning("a1").assertTidy();
    }
}
