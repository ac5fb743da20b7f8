package dev.slipway.http;

import dev.slipway.deploy.Time;
import java.time.Duration;

/** So many at once, and one more every so often: a token bucket. */
public final class Allowance {
    private final Time time;
    private final int most;
    private final Duration every;
    private Duration refilledUntil;
    private int left;

    public Allowance(Time time, int most, Duration every) {
        this.time = time;
        this.most = most;
        this.every = every;
        this.left = most;
        this.refilledUntil = time.elapsed();
    }

    /** Takes one, if there is one. */
    public synchronized boolean take() {
        refill();
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    public synchronized boolean isUsedUp() {
        refill();
        return left == 0;
    }

    private void refill() {
        var due = time.elapsed().minus(refilledUntil).dividedBy(every);
        left = (int) Math.min(most, left + due);
        refilledUntil = refilledUntil.plus(every.multipliedBy(due));
    }
}
