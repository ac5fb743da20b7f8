package dev.slipway.webhook;

/** How much may still be computed for one diagnosis, so that a stranger's large body cannot keep the machine busy. */
final class Budget {
    /** Bytes; less than a second of one processor. */
    static final long OF_ONE_DIAGNOSIS = 64L * 1024 * 1024;

    /** What a try costs beside its bytes. */
    private static final long A_TRY = 1024;

    private long left;
    private boolean overdrawn;

    Budget(long bytes) {
        this.left = bytes;
    }

    /** Whether there was enough for this many bytes; then they are spent. */
    boolean spend(long bytes) {
        var price = bytes + A_TRY;
        if (price > left) {
            overdrawn = true;
            return false;
        }
        left -= price;
        return true;
    }

    /** Whether something was left undone for want of it. */
    boolean isOverdrawn() {
        return overdrawn;
    }
}
