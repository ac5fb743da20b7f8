package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A table that says, for each key of {@code run}, what of it goes where in a create call. */
final class Rows {
    private final Map<RunKey<?>, Row<?>> rows = new LinkedHashMap<>();

    /** Writes one key's value into the call. */
    @FunctionalInterface
    interface Row<T> {
        void apply(T value, NewContainer to) throws DeployException;
    }

    <T> Rows row(RunKey<T> key, Row<T> row) {
        rows.put(key, row);
        return this;
    }

    Rows rows(Rows more) {
        rows.putAll(more.rows);
        return this;
    }

    Set<RunKey<?>> keys() {
        return rows.keySet();
    }

    void apply(RunSpec run, NewContainer to) throws DeployException {
        for (var each : rows.entrySet()) {
            apply(run, each.getKey(), each.getValue(), to);
        }
    }

    @SuppressWarnings("unchecked") // row() alone puts rows in, and it takes a Row<T> for a RunKey<T>
    private static <T> void apply(RunSpec run, RunKey<T> key, Row<?> row, NewContainer to) throws DeployException {
        var value = run.get(key);
        if (value.isPresent()) {
            ((Row<T>) row).apply(value.get(), to);
        }
    }
}
