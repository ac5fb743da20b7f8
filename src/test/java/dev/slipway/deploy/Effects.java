package dev.slipway.deploy;

import dev.slipway.model.Blame;
import java.util.ArrayList;
import java.util.List;

/** Counts what a process does to the world, and ends the process, or lets one act fail, at a chosen moment. */
final class Effects {
    private final List<String> trace = new ArrayList<>();
    private int crashAt = Integer.MAX_VALUE;
    private int failAt = Integer.MAX_VALUE;
    private boolean dead;

    /** To be called before each act. */
    void about(String act) throws DeployException {
        requireAlive();
        trace.add(act);
        if (trace.size() == crashAt) {
            dead = true;
            throw new Crash(act);
        }
        if (trace.size() == failAt) {
            throw new DeployException(Blame.HOST, "injected failure of " + act, "");
        }
    }

    /** A process that is dead does nothing more, whatever its code would still do. */
    void requireAlive() {
        if (dead) {
            throw new Crash("is dead");
        }
    }

    void crashAt(int act) {
        crashAt = act;
    }

    void failAt(int act) {
        failAt = act;
    }

    /** A new process, which has done nothing yet. */
    void restart() {
        trace.clear();
        crashAt = Integer.MAX_VALUE;
        failAt = Integer.MAX_VALUE;
        dead = false;
    }

    List<String> trace() {
        return List.copyOf(trace);
    }

    /** The process ends here. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash(String act) {
            super("crash before: " + act, null, false, false);
        }
    }
}
