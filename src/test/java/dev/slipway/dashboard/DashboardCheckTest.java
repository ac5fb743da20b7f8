package dev.slipway.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.ManualTime;
import dev.slipway.model.DashboardSpec;
import dev.slipway.model.Finding;
import dev.slipway.testkit.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What doctor says of the dashboard's address. */
@Timeout(20)
class DashboardCheckTest {
    private static final String LOOPBACK = "127.0.0.1";

    @Test
    void withoutAnAgentAFreeAddressIsWellAndATakenOneIsNot() throws Exception {
        var port = FreePort.find();
        assertEquals(List.of(Finding.Level.WELL), levels(new DashboardSpec(LOOPBACK, port), false));
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var findings = new DashboardCheck(new DashboardSpec(LOOPBACK, other.getLocalPort()), false).look();
            assertEquals(Finding.Level.WRONG, findings.getFirst().level());
            assertTrue(findings.getFirst().next().contains("sport = :" + other.getLocalPort()));
        }
    }

    @Test
    void withAnAgentSlipwayItselfMustAnswer() throws Exception {
        var readiness = new Readiness(List::of, () -> {}, () -> {});
        try (var listener = new DashboardListener(
                () -> new DashboardSpec(LOOPBACK, 0),
                new Sources(
                        readiness,
                        new FakeFacts(),
                        new Changes(),
                        new Metrics(new ManualTime(), "1"),
                        new FakeOperations()),
                "1.2.3",
                new ManualTime())) {
            listener.start(new DashboardSpec(LOOPBACK, 0));
            assertEquals(List.of(Finding.Level.WELL), levels(new DashboardSpec(LOOPBACK, listener.port()), true));
        }
        assertEquals(List.of(Finding.Level.WRONG), levels(new DashboardSpec(LOOPBACK, FreePort.find()), true));
    }

    @Test
    void anAddressBeyondLoopbackIsNoted() throws Exception {
        assertEquals(
                List.of(Finding.Level.WELL, Finding.Level.NOTE),
                levels(new DashboardSpec("0.0.0.0", FreePort.find()), false));
        assertEquals(List.of(Finding.Level.WELL), levels(new DashboardSpec("::1", FreePort.find()), false));
    }

    private static List<Finding.Level> levels(DashboardSpec spec, boolean listening) throws Exception {
        return new DashboardCheck(spec, listening)
                .look().stream().map(Finding::level).toList();
    }
}
