package dev.slipway.deploy;

import dev.slipway.model.GitSpec;
import dev.slipway.model.PullSpec;
import dev.slipway.model.Request;
import dev.slipway.model.Secret;
import dev.slipway.model.Trigger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Spares a remote that failed: it is asked by itself ever more slowly, by up to a fifth later than reckoned, so that not all
 * who lost it come back at once. Kept in memory, by the clock that only goes forward; a person is never kept waiting.
 */
final class RemotePatience {
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);
    /** What a server may ask for; a year would be a mistake of its clock. */
    private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(1);

    private static final double SPREAD = 0.2;

    private final Time time;
    private final RandomGenerator random;
    private final Map<Remote, Trouble> troubles = new ConcurrentHashMap<>();

    RemotePatience(Time time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /** What the remote failed with, if it is not to be asked again yet for the sake of this request. */
    Optional<DeployException> refusal(GitSpec git, Request request) {
        return refusal(Remote.of(git), request);
    }

    /** The same of the registry that has an app's images. */
    Optional<DeployException> refusal(PullSpec pull, Request request) {
        return refusal(Remote.of(pull), request);
    }

    private Optional<DeployException> refusal(Remote remote, Request request) {
        return Optional.ofNullable(troubles.get(remote))
                .filter(trouble -> time.elapsed().compareTo(trouble.until()) < 0)
                .filter(trouble -> !request.trigger().byPerson())
                // Who pushes a commit has reached the server, but the server may still refuse us.
                .filter(trouble -> request.trigger() != Trigger.WEBHOOK || trouble.isAskedFor())
                .map(Trouble::failure);
    }

    void failed(GitSpec git, DeployException failure) {
        failed(Remote.of(git), failure);
    }

    void failed(PullSpec pull, DeployException failure) {
        failed(Remote.of(pull), failure);
    }

    private void failed(Remote remote, DeployException failure) {
        troubles.compute(remote, (same, before) -> {
            var failures = before == null ? 1 : before.failures() + 1;
            var backoff = shorter(Backoff.after(failures), LONGEST_BACKOFF);
            var asked = shorter(failure.patience(), LONGEST_ASKED_FOR);
            var wait = asked.compareTo(backoff) > 0 ? asked : backoff;
            var spread = Duration.ofMillis((long) (wait.toMillis() * SPREAD * random.nextDouble()));
            return new Trouble(failures, failure, time.elapsed().plus(wait).plus(spread));
        });
    }

    void answered(GitSpec git) {
        troubles.remove(Remote.of(git));
    }

    void answered(PullSpec pull) {
        troubles.remove(Remote.of(pull));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Whom we ask, and as whom: all branches of a repository fail together, but another token may be better. */
    private record Remote(String url, String username, Optional<Secret> token) {
        static Remote of(GitSpec git) {
            return new Remote(git.url(), git.username(), git.token());
        }

        static Remote of(PullSpec pull) {
            return new Remote(pull.pattern(), "", Optional.empty());
        }
    }

    /** A run of failures. */
    private record Trouble(int failures, DeployException failure, Duration until) {
        boolean isAskedFor() {
            return failure.patience().isPositive();
        }
    }
}
