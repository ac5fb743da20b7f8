package dev.slipway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.HistoryText.Entry;
import dev.slipway.deploy.AppStatus;
import dev.slipway.deploy.History.Decision;
import dev.slipway.deploy.History.Push;
import dev.slipway.deploy.WebhookStatus;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Delivery;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.TagFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What {@code --json} prints. Names do not change within a major version, and each is always there: what is absent is {@code
 * null}. Commits are full, times ISO 8601 in UTC, durations in seconds.
 */
final class Json {
    private static final double MILLIS = 1000.0;
    private static final JsonMapper READER = JsonMapper.builder().build();

    private Json() {}

    static JsonNode tree(String text) throws JsonProcessingException {
        return READER.readTree(text);
    }

    /** Of {@code slipway status}. */
    static ObjectNode status(
            List<AppStatus> apps,
            Optional<WebhookStatus> webhook,
            Instant now,
            Watch watch,
            Function<String, Optional<Instant>> nextPoll) {
        var root = object().put("now", Wording.iso(now)).put("agent", watch == Watch.AGENT);
        var list = root.putArray("apps");
        for (var status : apps) {
            var node = app(status, watch, nextPoll.apply(status.app().name()), now);
            var nudge = webhook.flatMap(it -> it.lastFor(status.app().name()));
            node.put("last_nudge", nudge.map(it -> Wording.iso(it.at())).orElse(null));
            node.put("webhook_silent", status.silence().isPresent());
            list.add(node);
        }
        put(root, "webhook", webhook, Json::webhook);
        return root;
    }

    /** Adds to a status what a person should know of the whole. */
    static ObjectNode noticing(ObjectNode status, List<String> notices) {
        var list = status.putArray("notices");
        notices.forEach(list::add);
        return status;
    }

    /** Of {@code slipway history}. */
    static ObjectNode history(List<Entry> entries, Instant now) {
        var root = object();
        var list = root.putArray("deployments");
        entries.forEach(entry -> {
            var node = deployment(entry.deployment(), now);
            phases(node, entry, now);
            put(node, "push", entry.push(), Json::push);
            list.add(node);
        });
        return root;
    }

    /** Of {@code slipway history --deliveries}. */
    static ObjectNode deliveries(List<Delivery> deliveries) {
        var root = object();
        var list = root.putArray("deliveries");
        deliveries.forEach(each -> delivery(list.addObject(), each));
        return root;
    }

    /** As text, for a screen that may not show more than ASCII. */
    static String text(ObjectNode node, Style style) {
        try {
            return writer(style).writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree of plain values can always be written", e);
        }
    }

    private static ObjectWriter writer(Style style) {
        return JsonMapper.builder()
                .configure(JsonWriteFeature.ESCAPE_NON_ASCII, !style.unicode())
                .build()
                .writerWithDefaultPrettyPrinter();
    }

    private static ObjectNode app(AppStatus status, Watch watch, Optional<Instant> nextPoll, Instant now) {
        var node = object().put("app", status.app().name())
                .put("state", Wording.key(Standing.of(status, watch)))
                .put("in_sync", Standing.isInSyncAndWell(status));
        node.put("host", status.app().host().orElse(null));
        node.put("running", status.running().map(Commit::sha).orElse(null));
        node.put("tip", Standing.tip(status).map(Commit::sha).orElse(null));
        var git = status.app().git();
        node.put("branch", git.tag().isPresent() ? null : git.branch());
        node.put("tag", git.tag().map(TagFilter::toString).orElse(null));
        node.put("tip_tag", status.check().flatMap(AppStatus.Check::tag).orElse(null));
        node.put("running_tag", status.runningTag().orElse(null));
        node.put("url", git.url());
        node.put("last_poll", status.check().map(c -> Wording.iso(c.at())).orElse(null));
        node.put("next_poll", nextPoll.map(Wording::iso).orElse(null));
        node.put("paused", status.state().paused().orElse(null));
        node.put("pinned", status.state().pinned().map(Commit::sha).orElse(null));
        put(node, "container", status.current(), Json::container);
        put(node, "push", status.push(), Json::push);
        put(node, "decision", status.decision(), Json::decision);
        put(node, "deployment", status.latest().map(d -> deployment(d, now)), ObjectNode::setAll);
        var concerns = node.putArray("concerns");
        status.concerns().forEach(concerns::add);
        return node;
    }

    private static void webhook(ObjectNode node, WebhookStatus webhook) {
        node.put("listen", webhook.listen());
        node.put("trouble", webhook.trouble().orElse(null));
        put(node, "last_nudge", webhook.lastVerified(), Json::delivery);
        put(node, "last_rejection", webhook.rejection(), Json::delivery);
    }

    private static void delivery(ObjectNode node, Delivery delivery) {
        node.put("at", Wording.iso(delivery.at()))
                .put("from", delivery.from())
                .put("forge", Wording.key(delivery.forge()))
                .put("id", delivery.id().orElse(null))
                .put("hook", delivery.hook().orElse(null))
                .put("event", delivery.event())
                .put("verdict", Wording.key(delivery.verdict()))
                .put("status", delivery.status())
                .put("reason", delivery.reason());
        var apps = node.putArray("apps");
        delivery.apps().forEach(apps::add);
        node.put("secret", delivery.secret().orElse(null));
    }

    private static void container(ObjectNode node, Container container) {
        var state = container.state();
        node.put("id", container.id())
                .put("name", container.name())
                .put("status", Wording.key(state.status()))
                .put("health", Wording.key(state.health()))
                .put("exit_code", state.exitCode())
                .put("restarts", state.restarts())
                .put("started_at", Wording.iso(state.startedAt()))
                .put(
                        "deployment",
                        container.origin().map(Container.Origin::deployment).orElse(null));
    }

    private static void decision(ObjectNode node, Decision decision) {
        node.put("at", Wording.iso(decision.at()))
                .put("kind", Wording.key(decision.kind()))
                .put("commit", decision.commit().map(Commit::sha).orElse(null))
                .put("reason", decision.reason());
    }

    private static ObjectNode deployment(Deployment d, Instant now) {
        var end = d.phase().isTerminal() ? d.changedAt() : now;
        var node = object().put("id", d.id())
                .put("app", d.app())
                .put("commit", d.commit().sha())
                .put("tag", d.intent().tag().orElse(null))
                .put(
                        "previous",
                        d.previous()
                                .flatMap(Container::origin)
                                .map(origin -> origin.commit().sha())
                                .orElse(null))
                .put("trigger", Wording.key(d.intent().trigger()))
                .put("swap", d.intent().swap().key())
                .put("reason", d.intent().reason())
                .put("phase", Wording.key(d.phase()))
                .put("finished", d.phase().isTerminal())
                .put("started_at", Wording.iso(d.startedAt()))
                .put("changed_at", Wording.iso(d.changedAt()))
                .put("seconds", seconds(d.startedAt(), end));
        put(node, "failure", d.failure(), Json::failure);
        return node;
    }

    private static void phases(ObjectNode node, Entry entry, Instant now) {
        var list = node.putArray("phases");
        var phases = entry.phases();
        for (int i = 0; i < phases.size(); i++) {
            var phase = phases.get(i);
            var began =
                    list.addObject().put("phase", Wording.key(phase.phase())).put("began_at", Wording.iso(phase.at()));
            if (phase.phase().isTerminal()) {
                began.putNull("seconds");
            } else {
                began.put(
                        "seconds",
                        seconds(
                                phase.at(),
                                i + 1 < phases.size() ? phases.get(i + 1).at() : now));
            }
        }
    }

    private static void push(ObjectNode node, Push push) {
        node.put("reference", push.reference()).put("digest", push.digest()).put("at", Wording.iso(push.at()));
    }

    /** Of an image that may not have come to its registry yet. */
    private static void push(ObjectNode node, AppStatus.Push push) {
        node.put("reference", push.reference())
                .put("digest", push.done().map(Push::digest).orElse(null))
                .put("at", push.done().map(done -> Wording.iso(done.at())).orElse(null));
        put(node, "failure", push.failure(), Json::failure);
    }

    private static void failure(ObjectNode node, Failure failure) {
        node.put("at", Wording.key(failure.at()))
                .put("blame", Wording.key(failure.blame()))
                .put("what", failure.what())
                .put("stands", failure.stands())
                .put("next", failure.next());
        var evidence = node.putArray("evidence");
        failure.evidence().forEach(evidence::add);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / MILLIS;
    }

    private static <T> void put(ObjectNode node, String name, Optional<T> value, BiConsumer<ObjectNode, T> fill) {
        if (value.isPresent()) {
            fill.accept(node.putObject(name), value.get());
        } else {
            node.putNull(name);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
