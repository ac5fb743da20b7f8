package dev.slipway.deploy;

import dev.slipway.model.Blame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what a process does to the world, and ends the process, or lets one act fail, at a chosen moment. */
final class Effects {
    private static final Runnable NOTHING = () -> {};

    private final List<String> trace = new ArrayList<>();
    private final Map<String, Runnable> onActs = new HashMap<>();
    private Runnable watch = NOTHING;
    private int crashAt = Integer.MAX_VALUE;
    private int failAt = Integer.MAX_VALUE;
    private String failing = "";
    private boolean dead;

    /** To be called before each act. */
    void about(String act) throws DeployException {
        requireAlive();
        watch.run();
        trace.add(act);
        onActs.getOrDefault(act, NOTHING).run();
        if (trace.size() == crashAt) {
            dead = true;
            throw new Crash(act);
        }
        if (trace.size() == failAt || act.equals(failing)) {
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

    /** Has something else happen at the moment of an act. */
    void onAct(String act, Runnable meanwhile) {
        onActs.put(act, meanwhile);
    }

    /** Looks at the world before every act, of this process and of those after it. */
    void watched(Runnable look) {
        watch = look;
    }

    void failAt(int act) {
        failAt = act;
    }

    /** From now on each act of this name fails; the empty name is none. */
    void failEach(String act) {
        failing = act;
    }

    /** A new process, which has done nothing yet. */
    void restart() {
        failing = "";
        trace.clear();
        onActs.clear();
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
