package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.ManualTime;
import dev.slipway.deploy.Outcome;
import dev.slipway.model.Blame;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import dev.slipway.model.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a person types them, in a process without an agent. */
class CommandsTest {
    @TempDir
    private Path folder;

    private FakeOperations engine;
    private FakeBackend backend;
    private final RecordedTerminal terminal = new RecordedTerminal();

    @BeforeEach
    void open() {
        engine = new FakeOperations(folder);
        backend = new FakeBackend(folder.resolve("agent.sock"), engine);
    }

    @Test
    void healthIsWhetherAnAgentPolls() {
        assertEquals(0, slipway("health"));
        engine.stale = List.of("web: the poll that was due 5 min ago has not come");
        assertEquals(3, slipway("health"));
        assertEquals(List.of("polls come when they are due", engine.stale.getFirst()), terminal.out);
        engine.stale = List.of();
        engine.watch = Watch.NOBODY;
        assertEquals(3, slipway("health"));
        assertEquals("no agent is running", terminal.out.getLast());
    }

    @Test
    void deployAsksForTheTipAndWaits() {
        engine.endsWith(new Outcome.Nothing("web", new Plan.UpToDate(Given.NEW, "runs 2f6c60b")));
        assertEquals(0, slipway("deploy", "web"));
        var request = engine.requests.getFirst();
        assertEquals(Trigger.MANUAL, request.trigger());
        assertEquals(Optional.empty(), request.commit());
        assertEquals(List.of("act: slipway deploy web"), backend.opened);
        assertEquals(List.of("closed"), engine.said);
    }

    @Test
    void deployTakesAnAbbreviatedCommitAndARetry() {
        engine.endsWith(new Outcome.Ended(Given.failed(Blame.REMOTE)));
        assertEquals(6, slipway("deploy", "web", "--commit", "2f6c60b", "--retry"));
        assertEquals(Optional.of(Given.NEW), engine.requests.getFirst().commit());
        assertTrue(engine.requests.getFirst().retry());
    }

    @Test
    void deployOfACommitThatNobodyKnowsAsksNothingOfTheEngine() {
        assertEquals(2, slipway("deploy", "web", "--commit", "abcdef1"));
        assertEquals(List.of("slipway deploy: no commit begins with abcdef1", "  give the full id"), terminal.err);
        assertEquals(List.of(), engine.requests);
    }

    @Test
    void aDryRunAsksNothingOfTheEngine() {
        assertEquals(0, slipway("deploy", "web", "--dry-run"));
        assertTrue(terminal.out.getFirst().contains("would be deployed"), terminal.out.toString());
        assertEquals(List.of(), engine.requests);
    }

    @Test
    void anExplicitDeployThatIsHeldBackSaysSoAndIsNoFailure() {
        engine.endsWith(new Outcome.Nothing(
                "web", new Plan.HeldBack(Optional.of(Given.NEW), "deployment 142 failed", Optional.empty())));
        assertEquals(0, slipway("deploy", "web"));
        assertEquals(List.of("web 2f6c60b: held back: deployment 142 failed"), terminal.err);
    }

    @Test
    void pollLooksAtAllAppsUnlessSomeAreNamed() {
        engine.apps.put("api", Given.status("api", Given.OLD, Given.NEW));
        engine.endsWith(new Outcome.Nothing("web", new Plan.UpToDate(Given.NEW, "runs")));
        assertEquals(0, slipway("poll"));
        assertEquals(0, slipway("poll", "api"));
        assertEquals(
                List.of("web", "api", "api"),
                engine.requests.stream().map(request -> request.app()).toList());
    }

    @Test
    void rollbackGoesToTheTargetAndSaysThatItStaysThere() {
        engine.endsWith(
                new Outcome.Ended(Given.deployment(Phase.BUILDING, Phase.REPLACING, Phase.VERIFYING, Phase.SUCCEEDED)));
        assertEquals(0, slipway("rollback", "web"));
        assertEquals(Trigger.ROLLBACK, engine.requests.getFirst().trigger());
        assertEquals(List.of("web stays at 2f6c60b until: slipway resume web"), terminal.err);
    }

    @Test
    void pauseAndResumeSayWhatHolds() {
        assertEquals(0, slipway("pause", "web", "--reason", "stocktaking"));
        assertEquals(0, slipway("resume", "web"));
        assertEquals(List.of("pause web: stocktaking", "closed", "resume web", "closed"), engine.said);
    }

    @Test
    void whatActsIsRefusedWhileAnotherProcessHoldsTheFolder() {
        backend.held();
        assertEquals(9, slipway("poll"));
        assertEquals(
                "slipway poll: /data is held by another process: pid 4711, slipway agent, since 2026-11-24T08:15:00Z",
                terminal.err.getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "status web", "history", "history web --json", "status --json"})
    void whatLooksTakesNoLock(String line) {
        assertEquals(0, slipway(line.split(" ", -1)));
        assertEquals(List.of("look"), backend.opened);
    }

    @Test
    void statusEndsWithWhatIsWrongWithTheAgentItself() {
        engine.notices.add("the configuration is not valid, so the one read before stays in force");
        assertEquals(0, slipway("status"));
        assertEquals(
                "note: the configuration is not valid, so the one read before stays in force", terminal.out.getLast());
    }

    @Test
    void statusTellsScriptsWhetherAllIsInSync() {
        assertEquals(3, slipway("status", "--exit-code"));
        engine.apps.put("web", Given.status("web", Given.NEW, Given.NEW));
        assertEquals(0, slipway("status", "--exit-code"));
    }

    @Test
    void duringADeploymentDiffSaysSoInsteadOfWhatTheSwapChanged() {
        engine.apps.put("web", Given.with(Given.status("web", Given.OLD, Given.NEW), Given.deployment(Phase.BUILDING)));
        assertEquals(5, slipway("diff", "web"));
        assertTrue(terminal.err.getFirst().contains("deployment 142 is under way"), terminal.err.toString());
    }

    @Test
    void pruneSaysWhatItRemovedAndWhatItWould() {
        assertEquals(0, slipway("prune", "--dry-run"));
        assertEquals(List.of("web  slipway/web:1  3 MiB"), terminal.out);
        assertEquals("would remove 1 image; layers that others share stay", terminal.err.getFirst());
        assertEquals(0, slipway("prune", "--json"));
        assertTrue(String.join("", terminal.out).contains("\"bytes\" : 3145728"), terminal.out.toString());
        assertEquals(List.of("prune --dry-run", "closed", "prune", "closed"), engine.said);
    }

    @Test
    void logsPrintsTheLogAndItsHeadApart() throws Exception {
        engine.deployments.add(Given.failed(Blame.YOURS));
        Files.writeString(folder.resolve("142.log"), "step 1\nstep 2 without an end");
        assertEquals(0, slipway("logs", "142"));
        assertEquals(List.of("step 1", "step 2 without an end"), terminal.out);
        assertTrue(terminal.err.getFirst().startsWith("deployment 142: web 2f6c60b, poll"), terminal.err.toString());
    }

    @Test
    void logsFollowsUntilTheDeploymentEnds() throws Exception {
        engine.deployments.add(Given.failed(Blame.YOURS));
        Files.writeString(folder.resolve("142.log"), "all\n");
        assertEquals(0, slipway("logs", "142", "--follow"));
        assertEquals(List.of("all"), terminal.out);
    }

    @Test
    void aDeploymentThatIsNotThereIsTheCallersMistake() {
        assertEquals(2, slipway("logs", "foo"));
        assertTrue(terminal.err.getFirst().endsWith("'foo' is not a number"), terminal.err.toString());
        terminal.err.clear();
        assertEquals(2, slipway("logs", "7"));
        assertEquals(List.of("slipway logs: there is no deployment 7", "  see slipway history"), terminal.err);
    }

    @Test
    void historyOfAnAppThatNeverWasIsRefused() {
        assertEquals(2, slipway("history", "wbe"));
        assertEquals(
                "slipway history: the configuration has no app wbe, and nothing was ever deployed to it",
                terminal.err.getFirst());
        assertEquals(0, slipway("history", "web"));
    }

    @Test
    void historyOfNoneIsRefused() {
        assertEquals(2, slipway("history", "-n", "0"));
        assertEquals("slipway history: -n must be at least 1, not 0", terminal.err.getFirst());
    }

    @ParameterizedTest
    @CsvSource({
        "depoy, slipway: there is no command 'depoy'; did you mean 'deploy'?, slipway --help",
        "deploy web --rety, slipway deploy: there is no option '--rety'; did you mean '--retry'?, slipway deploy --help",
        "deploy web api, slipway deploy: there is one argument too many: 'api', slipway deploy --help",
        "deploy, slipway deploy: missing required parameter: 'APP', slipway deploy --help",
        "config shw, slipway config: there is no command 'shw'; did you mean 'show'?, slipway config --help",
        "gate, slipway: there is no command 'gate', slipway --help"
    })
    void aMistypedLineSaysWhatWasMeant(String line, String what, String where) {
        assertEquals(2, slipway(line.split(" ", -1)));
        assertEquals(what, terminal.err.getFirst());
        assertEquals("  see " + where, terminal.err.getLast());
        assertEquals(List.of(), terminal.out);
        assertEquals(List.of(), backend.opened);
    }

    @Test
    void noArgumentsAreAMistakeThatTheHelpAnswers() {
        assertEquals(2, slipway());
        assertTrue(terminal.err.getFirst().startsWith("Usage: slipway"), terminal.err.toString());
    }

    @Test
    void helpAndVersionAreDataAndAskNobody() {
        assertEquals(0, slipway("--help"));
        assertEquals(0, slipway("--version"));
        assertEquals(0, slipway("completion", "bash"));
        assertEquals(0, slipway("completion", "zsh"));
        assertEquals(List.of(), terminal.err);
        assertEquals(List.of(), backend.opened);
        assertTrue(terminal.out.stream().anyMatch(line -> line.startsWith("slipway development")));
    }

    @Test
    void theAgentRunsInThisProcess() {
        assertEquals(0, slipway("agent"));
        assertEquals(List.of("agent"), backend.opened);
    }

    @Test
    void whatWaitsEndsWhenItIsInterruptedAndSaysWhatHappens() {
        engine.neverEnds();
        Thread.currentThread().interrupt();
        assertEquals(130, slipway("deploy", "web"));
        assertTrue(terminal.err.getFirst().startsWith("slipway: interrupted: "), terminal.err.toString());
        assertEquals(List.of("closed"), engine.said);
    }

    private int slipway(String... arguments) {
        var context = new Context(terminal, backend, new ManualTime(), Map.of(), Optional.empty());
        return CommandLineInterface.run(context, List.of(arguments));
    }
}
