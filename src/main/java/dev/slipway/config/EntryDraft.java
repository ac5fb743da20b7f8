package dev.slipway.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The section {@code run} of an entry that is being made, key by key. What the configuration would refuse is not taken, and a
 * note says so; so what is here is always valid.
 */
final class EntryDraft {
    private final YamlWriter writer;
    private final List<String> notes = new ArrayList<>();
    private Map<String, Object> run = new LinkedHashMap<>();

    /** @param inConfiguration how text is written in the file */
    EntryDraft(UnaryOperator<String> inConfiguration) {
        this.writer = new YamlWriter(inConfiguration);
    }

    Map<String, Object> run() {
        return Collections.unmodifiableMap(run);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    YamlWriter writer() {
        return writer;
    }

    /** What the entry cannot hold, and what to do about it. */
    void note(String text) {
        if (!notes.contains(text)) {
            notes.add(text);
        }
    }

    /**
     * Sets a key.
     *
     * @param origin what it comes from, for a note: {@code --memory 5x}
     */
    void put(String origin, String key, Object value) {
        change(origin, tree -> tree.put(key, value));
    }

    /** Adds to a key that holds a list. */
    void add(String origin, String key, Object item) {
        change(origin, tree -> {
            var list = list(tree, key);
            if (!list.contains(item)) {
                list.add(item);
            }
        });
    }

    /** Sets a name in a key that holds a mapping. */
    void pair(String origin, String key, String name, Object value) {
        change(origin, tree -> map(tree, key).put(name, value));
    }

    /** Changes it, unless the configuration would refuse what then is there. */
    void change(String origin, Consumer<Map<String, Object>> change) {
        var changed = copy(run);
        change.accept(changed);
        var problem = problem(changed);
        if (problem.isEmpty()) {
            run = changed;
        } else {
            note(origin + ": not taken: " + problem.get());
        }
    }

    @SuppressWarnings("unchecked") // a key is only ever changed as what it is
    static Map<String, Object> map(Map<String, Object> tree, String key) {
        return (Map<String, Object>) tree.computeIfAbsent(key, ignored -> new LinkedHashMap<String, Object>());
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Map<String, Object> tree, String key) {
        return (List<Object>) tree.computeIfAbsent(key, ignored -> new ArrayList<>());
    }

    private static Map<String, Object> copy(Map<String, Object> tree) {
        var copy = new LinkedHashMap<String, Object>();
        tree.forEach((key, value) -> copy.put(key, copied(value)));
        return copy;
    }

    @SuppressWarnings("unchecked")
    private static Object copied(Object value) {
        return switch (value) {
            case Map<?, ?> map -> copy((Map<String, Object>) map);
            case List<?> list -> new ArrayList<>(list);
            default -> value;
        };
    }

    /** What the configuration would say to it. */
    private Optional<String> problem(Map<String, Object> tree) {
        var text = String.join("\n", tree.isEmpty() ? List.of() : writer.entry("run", tree, 0));
        var file = Path.of("/etc/slipway/slipway.yaml");
        var problems = new Problems("");
        var variables = new Variables(Map.of());
        var reading = new Reading(
                problems, "", "", new Sources(file, Map.of("HOME", "/root")), variables, cron -> Optional.empty());
        var root = new YamlLoader(problems, variables).load(text.getBytes(StandardCharsets.UTF_8));
        if (root.isPresent() && root.get() instanceof Yaml.Entries entries) {
            entries.find("run").ifPresent(run -> RunShape.SHAPE.read(run.value(), reading.in("run")));
        }
        return problems.first().map(problem -> problem.replaceFirst("^run\\.", ""));
    }
}
