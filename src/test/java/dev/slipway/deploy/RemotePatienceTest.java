package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.GitSpec;
import dev.slipway.model.Request;
import dev.slipway.model.Secret;
import dev.slipway.model.Trigger;
import dev.slipway.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RemotePatienceTest {
    private static final String URL = "https://git.example/web.git";
    private static final GitSpec MAIN = git(URL, "main", Optional.empty());

    private final ManualTime time = new ManualTime();
    private final RemotePatience patience = new RemotePatience(time, fraction(0.5));

    @Fault(13)
    @Test
    void asksAgainAtOnceAfterOneFailureAndThenEverMoreSlowly() {
        var waits = new ArrayList<Long>();
        for (var failure = 1; failure <= 8; failure++) {
            patience.failed(MAIN, trouble());
            waits.add(minutesUntilAskedAgain());
        }
        // The reckoned minutes and half of the fifth that chance may add, in whole minutes.
        assertEquals(List.of(0L, 2L, 3L, 5L, 9L, 11L, 11L, 11L), waits);
    }

    @Test
    void neverComesBeforeTheTimeAndSpreadsTheRestOverAFifthOfIt() {
        assertEquals(Duration.ofSeconds(600), waitAfterAsking(Duration.ofSeconds(600), 0));
        assertEquals(Duration.ofSeconds(660), waitAfterAsking(Duration.ofSeconds(600), 0.5));
        assertEquals(Duration.ofMillis(719_880), waitAfterAsking(Duration.ofSeconds(600), 0.999));
    }

    @Test
    void waitsNoLongerThanAnHourHoweverLongItIsAskedTo() {
        assertEquals(Duration.ofHours(1), waitAfterAsking(Duration.ofDays(365), 0));
    }

    @Test
    void forgetsTheTroubleOnceTheRemoteAnswers() {
        patience.failed(MAIN, trouble());
        patience.failed(MAIN, trouble());
        patience.answered(MAIN);
        assertTrue(isAsked(MAIN, Trigger.POLL));
        patience.failed(MAIN, trouble());
        assertTrue(isAsked(MAIN, Trigger.POLL), "the run of failures begins anew");
    }

    @Test
    void neverKeepsAPersonWaiting() {
        patience.failed(MAIN, trouble().askingPatience(Duration.ofMinutes(10)));
        assertTrue(isAsked(MAIN, Trigger.MANUAL));
        assertTrue(isAsked(MAIN, Trigger.ROLLBACK));
        assertTrue(!isAsked(MAIN, Trigger.POLL));
    }

    @Test
    void takesAPushForASignThatTheServerIsBackUnlessItAskedForPatience() {
        patience.failed(MAIN, trouble());
        patience.failed(MAIN, trouble());
        assertTrue(isAsked(MAIN, Trigger.WEBHOOK));
        patience.failed(MAIN, trouble().askingPatience(Duration.ofMinutes(10)));
        assertTrue(!isAsked(MAIN, Trigger.WEBHOOK));
    }

    @Test
    void sparesEveryBranchOfTheRepositoryAndNoOtherRepository() {
        patience.failed(MAIN, trouble());
        patience.failed(MAIN, trouble());
        assertTrue(!isAsked(git(URL, "staging", Optional.empty()), Trigger.POLL));
        assertTrue(isAsked(git("https://git.example/other.git", "main", Optional.empty()), Trigger.POLL));
    }

    @Test
    void triesAnotherTokenAtOnce() {
        patience.failed(MAIN, trouble().askingPatience(Duration.ofMinutes(10)));
        assertTrue(isAsked(git(URL, "main", Optional.of(new Secret("a better one"))), Trigger.POLL));
    }

    @Fault(52)
    @Test
    void isNotFooledByAClockThatIsSet() {
        patience.failed(MAIN, trouble().askingPatience(Duration.ofMinutes(10)));
        time.jump(Duration.ofDays(365));
        assertTrue(!isAsked(MAIN, Trigger.POLL));
        time.jump(Duration.ofDays(-2 * 365));
        time.pass(Duration.ofMinutes(12));
        assertTrue(isAsked(MAIN, Trigger.POLL));
    }

    @Test
    void saysWhatTheRemoteFailedWith() {
        var failure = trouble().askingPatience(Duration.ofMinutes(10));
        patience.failed(MAIN, failure);
        assertEquals(Optional.of(failure), patience.refusal(MAIN, Request.poll("web", time.now())));
    }

    private Duration waitAfterAsking(Duration asked, double chance) {
        var one = new RemotePatience(time, fraction(chance));
        one.failed(MAIN, trouble().askingPatience(asked));
        var before = time.elapsed();
        while (one.refusal(MAIN, Request.poll("web", time.now())).isPresent()) {
            time.pass(Duration.ofMillis(1));
        }
        return time.elapsed().minus(before);
    }

    private long minutesUntilAskedAgain() {
        var minutes = 0L;
        while (!isAsked(MAIN, Trigger.POLL)) {
            time.pass(Duration.ofMinutes(1));
            minutes++;
        }
        return minutes;
    }

    private boolean isAsked(GitSpec git, Trigger trigger) {
        var request = new Request("web", trigger, Optional.empty(), false, time.now());
        return patience.refusal(git, request).isEmpty();
    }

    private static DeployException trouble() {
        return new DeployException(Blame.REMOTE, "git.example is in trouble (HTTP 503)", "");
    }

    private static GitSpec git(String url, String branch, Optional<Secret> token) {
        return new GitSpec(url, branch, GitSpec.DEFAULT_USERNAME, token);
    }

    /** A chance that is always the same. */
    private static RandomGenerator fraction(double chance) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return (long) (chance * 0x1.0p53) << 11;
            }
        };
    }
}
