package dev.slipway.config;

import java.util.List;
import java.util.Optional;

/** A YAML file after aliases, merge keys and {@code ${NAME}} are resolved: values that still know where they stand. */
sealed interface Yaml {
    Spot at();

    /** What it is, for messages: {@code a list}. */
    String what();

    /** Whether nothing was written. */
    default boolean isNull() {
        return false;
    }

    /** A place in the file; both from 1. */
    record Spot(int line, int column) {
        static final Spot START = new Spot(1, 1);
    }

    /**
     * A scalar.
     *
     * @param written as it stands in the file
     * @param value with {@code ${NAME}} replaced; may hold what must not be printed
     * @param plain without quotes, so that it may stand for something else than text
     */
    record Text(Spot at, String written, String value, boolean plain) implements Yaml {
        @Override
        public String what() {
            return isNull() ? "nothing" : "'" + written + "'";
        }

        /** By YAML 1.2's core schema. */
        @Override
        public boolean isNull() {
            return plain
                    && switch (written) {
                        case "", "~", "null", "Null", "NULL" -> true;
                        default -> false;
                    };
        }

        boolean isInterpolated() {
            return !written.equals(value);
        }
    }

    /** A sequence. */
    record Items(Spot at, List<Yaml> items) implements Yaml {
        @Override
        public String what() {
            return "a list";
        }
    }

    /** A mapping without {@code x-…} keys, each key once. */
    record Entries(Spot at, List<Entry> entries) implements Yaml {
        @Override
        public String what() {
            return "a mapping";
        }

        Optional<Entry> find(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }
    }

    /** A scalar whose {@code ${NAME}} could not be resolved: reported already, and to be passed over in silence. */
    record Unreadable(Spot at) implements Yaml {
        @Override
        public String what() {
            return "a value that cannot be read";
        }
    }

    /** One key with its value; {@code at} is the key's place. */
    record Entry(Spot at, String key, Yaml value) {}
}
