package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.Finding;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Many looks at once, of which any may fail or hang. */
class CheckupTest {
    private final Checkup checkup = new Checkup(new ManualTime(), Duration.ofMillis(200));

    @Test
    void findingsComeInTheOrderOfTheChecks() throws Exception {
        var sections = checkup.of(List.of(well("one"), well("two"), well("three")));
        assertEquals(
                List.of("one", "two", "three"),
                sections.stream().map(Checkup.Section::check).toList());
    }

    @Test
    void aLookThatHangsIsAFindingAndHoldsNobodyUp() throws Exception {
        var interrupted = new CountDownLatch(1);
        var hanging = Check.of("hangs", () -> {
            try {
                new CountDownLatch(1).await();
                return List.of();
            } finally {
                interrupted.countDown();
            }
        });
        var sections = checkup.of(List.of(hanging, well("two")));
        assertEquals(Finding.Level.WRONG, sections.getFirst().level());
        assertTrue(sections.getFirst().findings().getFirst().what().contains("no answer within"));
        assertEquals(Finding.Level.WELL, sections.getLast().level());
        interrupted.await();
    }

    @Test
    void whatCannotBeAskedIsAFindingWithTheNextStep() throws Exception {
        var section = checkup.of(List.of(Check.of("docker", () -> {
                    throw new DeployException(Blame.HOST, "no Docker engine", "start Docker");
                })))
                .getFirst();
        var finding = section.findings().getFirst();
        assertEquals("no Docker engine", finding.what());
        assertEquals("start Docker", finding.next());
    }

    @Test
    void aFaultOfACheckItselfIsToldAsOne() throws Exception {
        var finding = checkup.of(List.of(Check.of("broken", () -> {
                    throw new IllegalStateException("oops");
                })))
                .getFirst()
                .findings()
                .getFirst();
        assertTrue(finding.what().contains("oops"));
        assertTrue(finding.next().contains("--bundle"));
    }

    private static Check well(String name) {
        return Check.of(name, () -> List.of(Finding.well("as it should be")));
    }
}
