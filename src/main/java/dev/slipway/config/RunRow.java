package dev.slipway.config;

import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;

/** One row of {@code run}: a key, how it is written, and where its normal form goes. */
record RunRow<T>(RunKey<T> key, Field<? extends T> field) {
    static <T> RunRow<T> of(RunKey<T> key, Shape<? extends T> shape, String about) {
        return new RunRow<>(key, Field.optional(key.name(), shape, about));
    }

    RunSpec addTo(RunSpec spec, Fields fields) {
        return fields.find(field).map(value -> spec.<T>with(key, value)).orElse(spec);
    }
}
