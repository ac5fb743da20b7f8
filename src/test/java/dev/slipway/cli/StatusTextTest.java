package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.AppStatus;
import dev.slipway.deploy.History;
import dev.slipway.deploy.History.AppState;
import dev.slipway.deploy.History.Decision;
import dev.slipway.deploy.Silence;
import dev.slipway.deploy.WebhookStatus;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.Delivery;
import dev.slipway.model.Failure;
import dev.slipway.model.Phase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    private static final Function<String, Optional<Instant>> IN_20_S = app -> Optional.of(Given.NOW.plusSeconds(20));

    private final AppStatus synced = Given.status("web", Given.NEW, Given.NEW);
    private final AppStatus behind = Given.status("web", Given.OLD, Given.NEW);

    @Test
    void whatIsInSyncIsOneRow() {
        assertEquals(
                List.of(
                        "APP  STATE      RUNNING  BRANCH        LAST POLL  NEXT POLL",
                        "web  ✔ in sync  2f6c60b  main 2f6c60b  40 s ago   in 20 s"),
                overview(Style.PLAIN, synced));
    }

    @Test
    void anAppThatFollowsTagsShowsThem() {
        var tagged = Given.tagged(behind, "v1.2.3", "v1.3.0");
        assertEquals(
                List.of(
                        "APP  STATE     RUNNING           BRANCH OR TAG   LAST POLL  NEXT POLL",
                        "web  ● behind  fd5f622 (v1.2.3)  v1.3.0 2f6c60b  40 s ago   in 20 s"),
                overview(Style.PLAIN, tagged).subList(0, 2));
        var unseen = Given.unchecked(tagged);
        assertEquals(
                1,
                overview(Style.PLAIN, unseen).stream()
                        .filter(line -> line.contains(" v* "))
                        .count());
    }

    @Test
    void whatIsHeldBackSaysWhyBelowTheTableWithin80Columns() {
        var held = Given.heldBack(
                Given.with(behind, Given.failed(Blame.YOURS)),
                "deployment 142 failed: build failed at step 4/9 (RUN npm ci): exit code 1; waiting for a newer commit"
                        + " (or slipway deploy web --retry)");
        assertEquals(
                List.of(
                        "APP   STATE        RUNNING  BRANCH        LAST POLL  NEXT POLL",
                        "web   ● held back  fd5f622  main 2f6c60b  40 s ago   in 20 s",
                        "blog  ✔ in sync    2f6c60b  main 2f6c60b  40 s ago   in 20 s",
                        "",
                        "web:",
                        "  deployment 142 failed: build failed at step 4/9 (RUN npm ci): exit code 1;",
                        "  waiting for a newer commit (or slipway deploy web --retry)",
                        "  2f6c60b: build failed at step 4/9 (RUN npm ci): exit code 1"),
                overview(new Style(Optional.of(80), false, true), held, Given.status("blog", Given.NEW, Given.NEW)));
    }

    @Test
    void aCommitThatHasJustFailedIsHeldBackBeforeTheNextLook() {
        assertEquals(Standing.HELD_BACK, standing(Given.with(behind, Given.failed(Blame.YOURS))));
        var older = new Decision(
                Given.NOW.minusSeconds(3600), Decision.Kind.UP_TO_DATE, Optional.of(Given.OLD), "runs fd5f622");
        var lines = overview(Style.PLAIN, Given.with(Given.with(behind, Given.failed(Blame.YOURS)), older));
        assertEquals(
                List.of("web:", "  2f6c60b: build failed at step 4/9 (RUN npm ci): exit code 1; fix it and push"),
                lines.subList(3, lines.size()));
    }

    @Test
    void aNewerCommitThanTheOneThatFailedIsAboutToBeDeployed() {
        var newer = Given.status("web", Given.OLD, new dev.slipway.model.Commit("ab".repeat(20)));
        assertEquals(Standing.BEHIND, standing(Given.with(newer, Given.failed(Blame.YOURS))));
    }

    @Test
    void coloursTakeNoRoom() {
        var plain = overview(Style.PLAIN, synced, behind);
        var coloured = overview(new Style(Optional.empty(), true, true), synced, behind);
        assertTrue(coloured.get(1).contains("\u001b[32m✔ in sync\u001b[0m"), coloured.get(1));
        assertEquals(
                plain,
                coloured.stream()
                        .map(line -> line.replaceAll("\u001b\\[\\d+m", ""))
                        .toList());
    }

    @Test
    void theGravestWordWins() {
        var broken = Given.deployment(Phase.BUILDING, Phase.REPLACING, Phase.ROLLING_BACK, Phase.BROKEN)
                .because(Given.failure(Blame.HOST));
        var paused = new AppState(Optional.empty(), Optional.of("stocktaking"), 0);
        var pinned = new AppState(Optional.of(Given.OLD), Optional.empty(), 0);
        var exited = Given.container(Given.NEW, Container.Status.EXITED, Container.Health.NONE);
        var unhealthy = Given.container(Given.NEW, Container.Status.RUNNING, Container.Health.UNHEALTHY);

        assertEquals(Standing.BROKEN, standing(Given.with(Given.with(synced, broken), paused)));
        assertEquals(Standing.DEPLOYING, standing(Given.with(behind, Given.deployment(Phase.BUILDING))));
        assertEquals(Standing.UNWELL, standing(Given.with(Given.with(synced, exited), paused)));
        assertEquals(Standing.UNWELL, standing(Given.with(synced, unhealthy)));
        assertEquals(Standing.PAUSED, standing(Given.with(behind, paused)));
        assertEquals(Standing.PINNED, standing(Given.with(behind, pinned)));
        assertEquals(Standing.HELD_BACK, standing(Given.heldBack(behind, "failed before")));
        assertEquals(Standing.BEHIND, standing(behind));
        assertEquals(Standing.IN_SYNC, standing(Given.heldBack(synced, "an old decision")));
    }

    @Test
    void withoutAnAgentNobodyKnowsTheBranch() {
        var unchecked = Given.unchecked(synced);
        assertEquals(Standing.UNWATCHED, Standing.of(unchecked, Watch.NOBODY));
        var lines = new StatusText(
                        Style.PLAIN,
                        Given.NOW.atZone(ZoneOffset.UTC),
                        Watch.NOBODY,
                        app -> Optional.empty(),
                        Optional.empty())
                .overview(List.of(unchecked));
        assertEquals("web  ● unwatched  2f6c60b  main    no agent   -", lines.get(1));
        assertEquals("  no agent is running, so the branch is not looked at (slipway agent)", lines.getLast());
    }

    @Test
    void aDeploymentWhoseProcessWasKilledIsInterruptedAndNotUnderWay() {
        var killed = Given.with(behind, Given.deployment(Phase.BUILDING));
        assertEquals(Standing.DEPLOYING, Standing.of(killed, Watch.ANOTHER));
        assertEquals(Standing.INTERRUPTED, Standing.of(killed, Watch.NOBODY));
        var lines = new StatusText(
                        Style.PLAIN,
                        Given.NOW.atZone(ZoneOffset.UTC),
                        Watch.NOBODY,
                        app -> Optional.empty(),
                        Optional.empty())
                .overview(List.of(killed));
        assertEquals(
                "  deployment 142 was interrupted, and nobody has taken it up: slipway agent, or slipway poll web, brings it to"
                        + " its end",
                lines.getLast());
    }

    @Test
    void aStrangersContainerInTheWayIsSaidWithWhatToDo() {
        var blocked = Given.conflicting(behind, "the name web belongs to a container that Slipway did not make");
        assertEquals(Standing.CONFLICT, standing(blocked));
        assertTrue(!Standing.isInSyncAndWell(blocked));
        var lines = overview(Style.PLAIN, blocked);
        assertTrue(lines.get(1).startsWith("web  ✖ conflict"), lines.toString());
        assertEquals("  the name web belongs to a container that Slipway did not make; adopt it", lines.getLast());
    }

    @Test
    void anAgentThatHasNotLookedYetSaysSo() {
        assertTrue(overview(Style.PLAIN, Given.unchecked(synced)).get(1).contains("not yet"));
    }

    @Test
    void onlyAWellContainerOfTheTipCountsAsInSync() {
        assertTrue(Standing.isInSyncAndWell(synced));
        assertTrue(!Standing.isInSyncAndWell(behind));
        assertTrue(!Standing.isInSyncAndWell(Given.unchecked(synced)));
        assertTrue(!Standing.isInSyncAndWell(Given.with(synced, Given.deployment(Phase.BUILDING))));
        assertTrue(!Standing.isInSyncAndWell(
                Given.with(synced, Given.container(Given.NEW, Container.Status.EXITED, Container.Health.NONE))));
    }

    @Test
    void theDetailOfOneAppNamesAllThatIsKnown() {
        var lines = text(Style.PLAIN).detail(Given.with(behind, Given.failed(Blame.YOURS)));
        assertEquals(
                List.of(
                        "web  ● held back",
                        "  2f6c60b: build failed at step 4/9 (RUN npm ci): exit code 1; fix it and push",
                        "",
                        "  branch      main of https://example.org/web.git",
                        "  tip         " + Given.NEW.sha(),
                        "  last poll   40 s ago",
                        "  next poll   in 20 s",
                        "  running     " + Given.OLD.sha(),
                        "  container   web: running, started 2 h ago",
                        "  swap        trial, chosen by its ports and networks",
                        "  deployment  142: 2f6c60b, poll, 72 s ago, failed (slipway logs 142)"),
                lines);
    }

    @Test
    void theDetailFitsIntoTheScreen() {
        var lines = text(new Style(Optional.of(60), false, true)).detail(Given.with(behind, Given.failed(Blame.YOURS)));
        assertTrue(lines.stream().allMatch(line -> line.length() <= 60), lines.toString());
    }

    @Test
    void theWebhookStandsBelowTheAppsWithItsLastNudgeAndWhatWasRejectedSince() {
        assertEquals(
                List.of(
                        "APP  STATE      RUNNING  BRANCH        LAST POLL  NEXT POLL",
                        "web  ✔ in sync  2f6c60b  main 2f6c60b  40 s ago   in 20 s",
                        "",
                        "webhook:",
                        "  listens at 0.0.0.0:9000",
                        "  last nudge 4 min ago: push from GitHub, accepted: push to main",
                        "  last rejected 30 s ago, answered 401: matches without its trailing newline (.env line 7)"
                                + " (slipway history --deliveries)"),
                text(webhook(Optional.empty(), Given.rejected(), Given.accepted("web")))
                        .overview(List.of(synced)));
    }

    @Test
    void aRejectionBeforeTheLastGoodDeliveryIsPast() {
        var lines = text(webhook(Optional.empty(), Given.accepted("web"), Given.rejected()))
                .overview(List.of(synced));
        assertTrue(lines.getLast().startsWith("  last nudge"), lines.toString());
    }

    @Test
    void aPortThatIsTakenIsToldWithWhatGoesOn() {
        var lines = text(webhook(Optional.of("the webhook cannot listen at 0.0.0.0:9000: the port is taken")))
                .overview(List.of(synced));
        assertEquals(
                List.of(
                        "  degraded, polling goes on: the webhook cannot listen at 0.0.0.0:9000: the port is taken",
                        "  last nudge not yet (slipway webhook test)"),
                lines.subList(4, 6));
    }

    @Test
    void withoutAnAgentNobodyListens() {
        var lines = new StatusText(
                        Style.PLAIN,
                        Given.NOW.atZone(ZoneOffset.UTC),
                        Watch.NOBODY,
                        IN_20_S,
                        Optional.of(webhook(Optional.empty())))
                .overview(List.of(synced));
        assertTrue(
                lines.contains("  no agent is running, so nobody listens at 0.0.0.0:9000 (slipway agent)"),
                lines.toString());
    }

    @Test
    void theDetailHasTheAppsOwnLastNudge() {
        var status = webhook(Optional.empty(), Given.accepted("api"), Given.accepted("web"));
        assertTrue(text(status)
                .detail(synced)
                .containsAll(List.of(
                        "  last nudge  4 min ago: push from GitHub, accepted: push to main",
                        "  webhook     listens at 0.0.0.0:9000")));
        assertTrue(text(webhook(Optional.empty(), Given.accepted("api")))
                .detail(synced)
                .contains("  last nudge  not yet"));
    }

    @Test
    void aSilentWebhookIsAConcernOfTheApp() {
        var lines = overview(Style.PLAIN, Given.with(synced, new Silence(Optional.empty())));
        assertEquals(
                List.of(
                        "web:",
                        "  the last 3 commits were found by polling; the webhook has never been heard (slipway webhook test"
                                + " --public)"),
                lines.subList(3, 5));
    }

    @Test
    void anImageThatCouldNotBePushedIsAConcernAndTheDetailSaysWhatToDo() {
        var refused = Failure.of(Blame.REMOTE, "cannot push r.example/web:1: denied", "log in");
        var push = new AppStatus.Push("r.example/web:1", Optional.empty(), Optional.of(refused));

        var lines = text(Style.PLAIN).detail(Given.with(synced, push));

        assertEquals("  cannot push r.example/web:1: denied", lines.get(1));
        assertTrue(lines.contains("  pushed      not yet: r.example/web:1; log in"), lines.toString());
    }

    @Test
    void anImageThatWasPushedHasItsDigest() {
        var done =
                new History.Push(141, "web", "r.example/web:1", "sha256:1", "sha256:abc", Given.NOW.minusSeconds(60));
        var push = new AppStatus.Push("r.example/web:1", Optional.of(done), Optional.empty());

        assertTrue(text(Style.PLAIN)
                .detail(Given.with(synced, push))
                .contains("  pushed      60 s ago: r.example/web:1, sha256:abc"));
    }

    private static WebhookStatus webhook(Optional<String> trouble, Delivery... deliveries) {
        return new WebhookStatus("0.0.0.0:9000", trouble, List.of(deliveries));
    }

    private static StatusText text(WebhookStatus webhook) {
        return new StatusText(
                Style.PLAIN, Given.NOW.atZone(ZoneOffset.UTC), Watch.AGENT, IN_20_S, Optional.of(webhook));
    }

    private static Standing standing(AppStatus status) {
        return Standing.of(status, Watch.AGENT);
    }

    private static List<String> overview(Style style, AppStatus... apps) {
        return text(style).overview(List.of(apps));
    }

    private static StatusText text(Style style) {
        return new StatusText(style, Given.NOW.atZone(ZoneOffset.UTC), Watch.AGENT, IN_20_S, Optional.empty());
    }
}
