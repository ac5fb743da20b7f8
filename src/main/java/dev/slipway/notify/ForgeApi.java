package dev.slipway.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Forge;
import dev.slipway.model.Report;
import dev.slipway.model.ReportEntry;
import dev.slipway.model.ReportSpec;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What GitHub's and Gitea's REST APIs are told of deployments, as they document it. */
final class ForgeApi {
    /** Enough for a hundred deployments, which GitHub lists on a page. */
    private static final int MOST_READ = 1024 * 1024;

    private static final String VERSION = "2022-11-28";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpSender http;

    ForgeApi(HttpSender http) {
        this.http = http;
    }

    /**
     * Makes sure that GitHub knows the deployment. It is looked for first: the answer that named it may have been lost.
     *
     * @return GitHub's name for it; empty if it has none, and need not have any
     * @see <a href="https://docs.github.com/en/rest/deployments/deployments">Deployments</a>
     */
    Optional<String> open(ReportSpec spec, Report report) throws NotSent, InterruptedException {
        var answers = new ForgeAnswers(report.app(), spec);
        var listed = exchange(get(
                spec,
                "/deployments?task=deploy&per_page=100&sha=" + report.commit().sha() + "&environment="
                        + encoded(environment(spec).name())));
        if (!ForgeAnswers.isGood(listed)) {
            throw answers.trouble(listed, Report.Kind.DEPLOYMENT);
        }
        for (var each : ForgeAnswers.json(listed)) {
            if (mark(report).equals(payload(each).path("slipway"))
                    && each.path("id").isIntegralNumber()) {
                return Optional.of(each.get("id").asText());
            }
        }
        if (report.state() == Report.State.CANCELLED) {
            return Optional.empty();
        }
        var made = exchange(post(
                spec, "/deployments", deployment(spec, report, report.commit().sha())));
        if (!ForgeAnswers.isGood(made)) {
            throw answers.trouble(made, Report.Kind.DEPLOYMENT);
        }
        var id = ForgeAnswers.json(made).path("id");
        if (!id.isIntegralNumber()) {
            throw NotSent.refused(
                    HttpSender.site(spec.api()) + " answered " + made.status() + " and no deployment",
                    "look whether apps." + report.app() + ".report.api_url is that of GitHub's REST API");
        }
        return Optional.of(id.asText());
    }

    private static JsonNode payload(JsonNode deployment) {
        var payload = deployment.path("payload");
        try {
            return payload.isTextual() ? JSON.readTree(payload.asText()) : payload;
        } catch (JsonProcessingException e) {
            return payload; // Another program's, whose payload is no JSON.
        }
    }

    /** By which a deployment is known again. */
    private static ObjectNode mark(Report report) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("app", report.app())
                .put("deployment", Long.toString(report.deployment()))
                .put("started_at", report.startedAt().toString());
    }

    private static ReportSpec.Environment environment(ReportSpec spec) {
        return spec.environment().orElseThrow();
    }

    static ObjectNode deployment(ReportSpec spec, Report report, String ref) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("ref", ref);
        body.put("task", "deploy");
        // What is deployed was decided upon already, and is this commit, whatever else says.
        body.put("auto_merge", false);
        body.putArray("required_contexts");
        body.put("environment", environment(spec).name());
        body.put("description", "Slipway deploys " + report.app() + ", number " + report.deployment());
        body.putObject("payload").set("slipway", mark(report));
        return body;
    }

    /**
     * Shows what a report says now.
     *
     * @throws NotSent if the forge has not taken it, or has not said so in time
     */
    void show(ReportSpec spec, ReportEntry entry) throws NotSent, InterruptedException {
        var report = entry.report();
        var reply = exchange(
                switch (entry.kind()) {
                    case STATUS -> post(spec, "/statuses/" + report.commit().sha(), status(spec, report));
                    case DEPLOYMENT ->
                        post(
                                spec,
                                "/deployments/" + entry.forgeId().orElseThrow() + "/statuses",
                                deploymentStatus(spec, report));
                });
        if (!ForgeAnswers.isGood(reply)) {
            throw new ForgeAnswers(report.app(), spec).trouble(reply, entry.kind());
        }
    }

    /**
     * Of a commit.
     *
     * @see <a href="https://docs.github.com/en/rest/commits/statuses">Commit statuses</a>
     */
    static ObjectNode status(ReportSpec spec, Report report) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put(
                "state",
                switch (report.state()) {
                    case PENDING -> "pending";
                    case SUCCESS -> "success";
                    case FAILURE -> "failure";
                    case ERROR, CANCELLED -> "error";
                });
        spec.target().ifPresent(url -> body.put("target_url", url.toString()));
        body.put("description", report.words());
        body.put("context", spec.context().orElseThrow());
        return body;
    }

    /**
     * Of a deployment.
     *
     * @see <a href="https://docs.github.com/en/rest/deployments/statuses">Deployment statuses</a>
     */
    private static ObjectNode deploymentStatus(ReportSpec spec, Report report) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put(
                "state",
                switch (report.state()) {
                    case PENDING -> "in_progress";
                    case SUCCESS -> "success";
                    case FAILURE -> "failure";
                    case ERROR -> "error";
                    case CANCELLED -> "inactive";
                });
        body.put("description", report.words());
        body.put("environment", environment(spec).name());
        environment(spec).url().ifPresent(url -> body.put("environment_url", url.toString()));
        spec.target().ifPresent(url -> body.put("log_url", url.toString()));
        return body;
    }

    /** Asks for what is below the repository. */
    static HttpRequest.Builder get(ReportSpec spec, String below) {
        return request(spec, below).GET();
    }

    /** Posts to what is below the repository. */
    static HttpRequest.Builder post(ReportSpec spec, String below, ObjectNode body) {
        return request(spec, below)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private static HttpRequest.Builder request(ReportSpec spec, String below) {
        var request = HttpRequest.newBuilder(URI.create(spec.api() + "/repos/" + spec.repository() + below));
        if (spec.forge() == Forge.GITHUB) {
            return request.header("Accept", "application/vnd.github+json")
                    .header("X-GitHub-Api-Version", VERSION)
                    .header("Authorization", "Bearer " + spec.token().reveal());
        }
        return request.header("Accept", "application/json")
                .header("Authorization", "token " + spec.token().reveal());
    }

    HttpSender.Reply exchange(HttpRequest.Builder request) throws NotSent, InterruptedException {
        try {
            return http.exchange(request, MOST_READ);
        } catch (NotSent e) {
            throw ForgeAnswers.unanswered(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
