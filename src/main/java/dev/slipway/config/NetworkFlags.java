package dev.slipway.config;

import dev.slipway.config.RunFlag.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code --network} with what belongs to it: {@code --network-alias}, {@code --ip} and {@code --ip6} are of the first one. */
final class NetworkFlags {
    private static final Set<String> DEFAULTS = Set.of("default", "bridge");

    private final EntryDraft draft;
    private final Map<String, Map<String, Object>> networks = new LinkedHashMap<>();
    private final List<Use> ofTheFirst = new ArrayList<>();
    private final Map<String, Object> settings = new LinkedHashMap<>();

    NetworkFlags(EntryDraft draft) {
        this.draft = draft;
    }

    void join(Use use) throws Misfit {
        if (!use.value().contains("=")) {
            networks.put(use.value(), new LinkedHashMap<>());
            return;
        }
        var fields = CsvFields.read(use.value());
        var network = new LinkedHashMap<String, Object>();
        var name = "";
        for (var field : fields.entrySet()) {
            var value = field.getValue().getLast();
            switch (field.getKey()) {
                case "name" -> name = value;
                case "alias" -> network.put("aliases", List.copyOf(field.getValue()));
                case "ip" -> network.put("ipv4_address", value);
                case "ip6" -> network.put("ipv6_address", value);
                case "mac-address" -> draft.put(use.origin(), "mac_address", value);
                default ->
                    draft.note(use.origin() + ": run does not set " + field.getKey()
                            + " of a network; join it without, or set it when the network is created");
            }
        }
        networks.put(name, network);
    }

    void alias(Use use) {
        ofTheFirst.add(use);
        EntryDraft.list(settings, "aliases").add(use.value());
    }

    void address(Use use, String key) {
        ofTheFirst.add(use);
        settings.put(key, use.value());
    }

    /** Writes what was gathered, once all flags are read. */
    void finish() {
        if (networks.isEmpty() || (networks.size() == 1 && DEFAULTS.containsAll(networks.keySet()))) {
            ofTheFirst.forEach(
                    use -> draft.note(use.origin() + ": it takes a network other than Docker's default bridge:"
                            + " docker network create, and networks"));
            return;
        }
        var first = networks.keySet().iterator().next();
        boolean mode = first.equals("host") || first.equals("none") || first.startsWith("container:");
        if (mode) {
            ofTheFirst.forEach(use -> draft.note(use.origin() + ": it has no effect with --network " + first));
            if (draft.run().containsKey("ports")) {
                draft.note("--publish has no effect with --network " + first + "; it was left out");
                draft.change("--publish", run -> run.remove("ports"));
            }
            draft.put("--network " + first, "network_mode", first);
            return;
        }
        networks.values().iterator().next().putAll(settings);
        boolean plain = networks.values().stream().allMatch(Map::isEmpty);
        var origin = "--network " + String.join(" --network ", networks.keySet());
        draft.put(origin, "networks", plain ? new ArrayList<>(networks.keySet()) : new LinkedHashMap<>(networks));
    }
}
