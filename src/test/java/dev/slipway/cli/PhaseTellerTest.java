package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.model.Deployment;
import dev.slipway.model.Phase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseTellerTest {
    private final List<Deployment> journal = new ArrayList<>();
    private final RecordedTerminal terminal = new RecordedTerminal();

    @Test
    void tellsWhyOnceAndEachPhaseOnceButNotTheEnd() throws Exception {
        var teller = new PhaseTeller(new FakeJournal(journal), terminal, List.of("web", "api"));
        teller.look();
        at(Phase.BUILDING);
        teller.look();
        teller.look();
        at(Phase.BUILDING, Phase.FAILED);
        teller.look();
        assertEquals(
                List.of(
                        "web 2f6c60b: main moved from fd5f622 to 2f6c60b (slipway logs 142 --follow)",
                        "web 2f6c60b: building"),
                terminal.err);
    }

    @Test
    void whatHadEndedBeforeIsNotTold() throws Exception {
        at(Phase.BUILDING, Phase.FAILED);
        new PhaseTeller(new FakeJournal(journal), terminal, List.of("web")).look();
        assertEquals(List.of(), terminal.err);
    }

    private void at(Phase... phases) {
        journal.clear();
        journal.add(Given.deployment(phases));
    }
}
