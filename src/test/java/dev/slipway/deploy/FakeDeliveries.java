package dev.slipway.deploy;

import dev.slipway.model.Delivery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Deliveries in memory. */
public final class FakeDeliveries implements Deliveries {
    private final List<Delivery> newestFirst = new ArrayList<>();

    @Override
    public void add(Delivery delivery) {
        newestFirst.addFirst(delivery);
        var kept = new ArrayList<Delivery>();
        var seen = new HashSet<List<String>>();
        for (var each : newestFirst) {
            var lastOfItsApps = each.isVerified() && seen.add(each.apps());
            if (kept.size() < KEPT || lastOfItsApps) {
                kept.add(each);
            }
        }
        newestFirst.clear();
        newestFirst.addAll(kept);
    }

    @Override
    public List<Delivery> newest(int limit) {
        return newestFirst.stream().limit(limit).toList();
    }

    @Override
    public Optional<Delivery> lastVerified() {
        return newestFirst.stream().filter(Delivery::isVerified).findFirst();
    }
}
