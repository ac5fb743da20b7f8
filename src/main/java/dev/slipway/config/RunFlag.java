package dev.slipway.config;

import java.util.Arrays;
import java.util.List;

/**
 * One flag of {@code docker run}.
 *
 * @param names without dashes; those of one letter are short forms
 * @param isSwitch whether it takes no value
 */
record RunFlag(List<String> names, boolean isSwitch, Taker taker) {
    /** What is done with one use of a flag. */
    @FunctionalInterface
    interface Taker {
        void take(Use use) throws Misfit;
    }

    /**
     * One use of a flag.
     *
     * @param value what it was given; for a switch {@code true} or {@code false}
     * @param origin the flag with its value, for notes
     */
    record Use(String value, String origin, RunCommand into) {
        EntryDraft draft() {
            return into.draft();
        }

        boolean isOn() {
            return !value.equals("false") && !value.equals("0");
        }
    }

    /** A flag with a value; {@code names} are separated by spaces. */
    static RunFlag of(String names, Taker taker) {
        return new RunFlag(Arrays.asList(names.split(" ")), false, taker);
    }

    /** A flag without one. */
    static RunFlag on(String names, Taker taker) {
        return new RunFlag(Arrays.asList(names.split(" ")), true, taker);
    }

    /** Text under a key. */
    static RunFlag text(String names, String key) {
        return of(names, use -> use.draft().put(use.origin(), key, use.value()));
    }

    /** One more in the list under a key. */
    static RunFlag item(String names, String key) {
        return of(names, use -> use.draft().add(use.origin(), key, use.value()));
    }

    /** {@code NAME=value} under a key. */
    static RunFlag pair(String names, String key) {
        return of(names, use -> {
            int equals = use.value().indexOf('=');
            var name = equals < 0 ? use.value() : use.value().substring(0, equals);
            use.draft()
                    .pair(use.origin(), key, name, equals < 0 ? "" : use.value().substring(equals + 1));
        });
    }

    /** A key that is true where it is given. */
    static RunFlag flag(String names, String key) {
        return on(names, use -> {
            if (use.isOn()) {
                use.draft().put(use.origin(), key, true);
            }
        });
    }

    /** One that {@code run} does not take. */
    static RunFlag told(String names, String whatToDo) {
        return of(names, use -> use.draft().note(use.origin() + ": " + whatToDo));
    }

    /** A switch that {@code run} does not take. */
    static RunFlag toldSwitch(String names, String whatToDo) {
        return on(names, use -> {
            if (use.isOn()) {
                use.draft().note(use.origin() + ": " + whatToDo);
            }
        });
    }
}
