package dev.slipway.notify;

import dev.slipway.model.NotifySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entries of {@code notify}, each under a name that outlives a restart and a renewed token, and gives nothing away. */
final class Recipients {
    private final Map<String, NotifySpec> byName = new LinkedHashMap<>();

    Recipients(List<NotifySpec> specs) {
        for (var spec : specs) {
            var name =
                    spec.to().type() + " " + spec.to().address().fingerprint().replaceFirst(",.*", "");
            // Two entries may lead to one place, for other apps.
            var unique = name;
            for (int again = 2; byName.containsKey(unique); again++) {
                unique = name + " " + again;
            }
            byName.put(unique, spec);
        }
    }

    Map<String, NotifySpec> all() {
        return byName;
    }

    Optional<NotifySpec> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
