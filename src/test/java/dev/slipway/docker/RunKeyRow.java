package dev.slipway.docker;

import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;

/**
 * One key of run, and where the engine must then say what.
 *
 * @param pointer JSON pointer into what the engine says
 * @param expected JSON
 */
record RunKeyRow(RunKey<?> key, RunSpec run, String pointer, String expected) {

    /** With only this key set; {@code expected} may have single quotes for double ones. */
    static <T> RunKeyRow row(RunKey<T> key, T value, String pointer, String expected) {
        return new RunKeyRow(key, RunSpec.EMPTY.with(key, value), pointer, expected.replace('\'', '"'));
    }

    @Override
    public String toString() {
        return key + " as " + pointer;
    }
}
