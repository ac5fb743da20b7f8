package dev.slipway.model;

import java.util.Objects;
import java.util.Set;

/**
 * One entry of {@code notify}: whom to tell what.
 *
 * @param events that are told; empty for all
 * @param apps whose news is told; empty for all, and what is about the host is told in any case
 */
public record NotifySpec(Destination to, Set<News.Kind> events, Set<String> apps) {
    public NotifySpec {
        Objects.requireNonNull(to);
        events = Set.copyOf(events);
        apps = Set.copyOf(apps);
    }

    /** Whether this news is meant for it. */
    public boolean wants(News news) {
        if (news.kind() == News.Kind.TEST) {
            return true;
        }
        var event = events.isEmpty() || events.contains(news.kind());
        return event && (apps.isEmpty() || news.app().map(apps::contains).orElse(true));
    }
}
