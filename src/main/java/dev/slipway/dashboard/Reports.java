package dev.slipway.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.deploy.DeployException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The status in other forms: as metrics, and as a badge. */
final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BADGE = Pattern.compile("/badge/([a-z0-9][a-z0-9_.-]{0,62})\\.svg");
    private static final int CHARACTER = 7;
    private static final int MARGIN = 12;

    private final Facts facts;
    private final Metrics metrics;

    Reports(Facts facts, Metrics metrics) {
        this.facts = facts;
        this.metrics = metrics;
    }

    /** What is counted is told also while the engine is away. */
    Answer metrics() {
        Iterable<JsonNode> apps = List.of();
        try {
            apps = read(facts.status()).path("apps");
        } catch (DeployException e) {
            LOG.debug("dashboard: {}", e.failure().what());
        }
        return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.page(apps));
    }

    /** An app's state as a small picture; empty if this is not the path of one, or there is no such app. */
    Optional<Answer> badge(String path) {
        var match = BADGE.matcher(path);
        if (!match.matches()) {
            return Optional.empty();
        }
        var name = match.group(1);
        try {
            return facts.app(name).map(Reports::read).map(app -> picture(name, app));
        } catch (DeployException e) {
            LOG.debug("dashboard: {}", e.failure().what());
            return Optional.of(picture(name, "unknown", "#777"));
        }
    }

    private static Answer picture(String name, JsonNode app) {
        var well = app.path("in_sync").asBoolean();
        return picture(
                name,
                well ? "in sync" : app.path("state").asText("unknown").replace('_', ' '),
                well ? "#2b7a3d" : "#b3541e");
    }

    private static Answer picture(String name, String says, String color) {
        var left = name.length() * CHARACTER + MARGIN;
        var right = says.length() * CHARACTER + MARGIN;
        var svg = """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="20" role="img" aria-label="%s: %s">\
                <rect width="%d" height="20" rx="3" fill="#444"/><rect x="%d" width="%d" height="20" rx="3" fill="%s"/>\
                <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">\
                <text x="%d" y="14">%s</text><text x="%d" y="14">%s</text></g></svg>
                """.formatted(
                left + right, name, says, left + right, left, right, color, left / 2, name, left + right / 2, says);
        return new Answer(200, "image/svg+xml", svg)
                .with("Cache-Control", "no-cache")
                .with("Cross-Origin-Resource-Policy", "cross-origin");
    }

    private static JsonNode read(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document of Slipway's own can be read", e);
        }
    }
}
