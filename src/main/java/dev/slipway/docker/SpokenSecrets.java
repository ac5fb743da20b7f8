package dev.slipway.docker;

import dev.slipway.model.SecretNames;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Values that a program was given under a name like {@code DB_PASSWORD}, and may say, to be taken out of what is kept of its words. */
final class SpokenSecrets {
    /** Shorter ones, such as {@code true}, are in every text. */
    private static final int SHORTEST = 6;

    private final List<String> values;

    private SpokenSecrets(Stream<Map.Entry<String, String>> environment) {
        // The longest first: a shorter one may be a part of it.
        this.values = environment
                .filter(each ->
                        SecretNames.isLike(each.getKey()) && each.getValue().length() >= SHORTEST)
                .map(Map.Entry::getValue)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    static SpokenSecrets of(Map<String, String> environment) {
        return new SpokenSecrets(environment.entrySet().stream());
    }

    /** @param environment as a container has it: {@code NAME=value} */
    static SpokenSecrets of(String... environment) {
        return new SpokenSecrets(Arrays.stream(environment)
                .map(each -> each.split("=", 2))
                .filter(each -> each.length == 2)
                .map(each -> Map.entry(each[0], each[1])));
    }

    String without(String text) {
        var clean = text;
        for (var value : values) {
            clean = clean.replace(value, "(secret)");
        }
        return clean;
    }
}
