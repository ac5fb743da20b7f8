package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What {@code docker diff} says of a container's files, and what of it came since. */
final class FileChanges {
    private static final int MODIFIED = 0;
    private static final int ADDED = 1;

    /** Where programs write by their nature. */
    private static final List<String> IGNORED = List.of("/run", "/tmp", "/var/run", "/var/tmp");

    private FileChanges() {}

    /** Kind by path; a folder is listed as modified for what lies in it, and says nothing by itself. */
    static Map<String, Integer> read(JsonNode changes) {
        var kinds = new TreeMap<String, Integer>();
        var folders = new TreeSet<String>();
        changes.forEach(change -> {
            var path = change.path("Path").asText();
            kinds.put(path, change.path("Kind").asInt());
            for (var end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
                folders.add(path.substring(0, end));
            }
        });
        kinds.entrySet().removeIf(each -> each.getValue() == MODIFIED && folders.contains(each.getKey()));
        kinds.keySet()
                .removeIf(path -> IGNORED.stream().anyMatch(top -> path.equals(top) || path.startsWith(top + "/")));
        return kinds;
    }

    static List<Difference> between(Map<String, Integer> before, Map<String, Integer> now) {
        var differences = new ArrayList<Difference>();
        now.forEach((path, kind) -> {
            // A file that the app itself changed while it was deployed is changed again each time it runs.
            if (!kind.equals(before.get(path))) {
                differences.add(difference(path, kind));
            }
        });
        return differences;
    }

    private static Difference difference(String path, int kind) {
        return switch (kind) {
            case MODIFIED -> new Difference(Difference.Kind.FILE, path + " was changed in the container");
            case ADDED -> new Difference(Difference.Kind.NEW_FILE, path + " is new in the container");
            default -> new Difference(Difference.Kind.FILE, path + " was removed in the container");
        };
    }
}
