package dev.slipway.soak;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Which versions of the app were pushed, and which of them may be served. */
final class Versions {
    private final Set<String> good = new HashSet<>();
    private final Set<String> sinceServed = new TreeSet<>();
    private int newest;
    private boolean tipMustRun;

    /** The name of the next version, which is pushed now. */
    String next(boolean isGood) {
        newest++;
        tipMustRun = isGood;
        var name = "v" + newest;
        if (isGood) {
            good.add(name);
            sinceServed.add(name);
        }
        return name;
    }

    /** Somebody interfered with it: a good version may have been found bad, and is then held back rightly. */
    void tipMayHaveFailed() {
        tipMustRun = false;
    }

    /** What may be served once all has settled: the tip if it is good, else any good version since the last one served. */
    Set<String> acceptable() {
        return tipMustRun ? Set.of("v" + newest) : Set.copyOf(sinceServed);
    }

    /** Whatever a visitor may have seen where each version is proven first. */
    Set<String> good() {
        return Set.copyOf(good);
    }

    /** Nothing older than this may ever be served again. */
    void settledAt(String served) {
        sinceServed.removeIf(earlier -> number(earlier) < number(served));
    }

    private static int number(String name) {
        return name.startsWith("v") ? Integer.parseInt(name.substring(1)) : 0;
    }
}
