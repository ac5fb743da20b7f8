package dev.slipway.dashboard;

import dev.slipway.deploy.DeployException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is served under which path. Paths and queries are compared as they came; nothing that has a name here needs an escape. */
final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final Pattern APP = Pattern.compile("/api/v1/apps/([a-z0-9][a-z0-9_.-]{0,62})(/deployments)?");
    private static final Pattern DEPLOYMENT = Pattern.compile("/api/v1/deployments/([0-9]{1,18})(/log)?");
    private static final Pattern LIMIT = Pattern.compile("n=([0-9]{1,3})");
    private static final int DEFAULT_LIMIT = 20;
    private static final int LARGEST_LIMIT = 200;

    private final Readiness readiness;
    private final Facts facts;
    private final Reports reports;

    Routes(Readiness readiness, Facts facts, Metrics metrics) {
        this.readiness = readiness;
        this.facts = facts;
        this.reports = new Reports(facts, metrics);
    }

    /**
     * What monitors ask for, and everybody may know.
     *
     * @param badges whether that is so of each app's state
     */
    Optional<Answer> open(String path, boolean badges) {
        return switch (path) {
            case "/healthz" -> Optional.of(Answer.health(readiness.isAlive()));
            case "/readyz" -> Optional.of(Answer.readiness(readiness.reasons()));
            default -> badges ? reports.badge(path) : Optional.empty();
        };
    }

    /**
     * Answers one question.
     *
     * @param query what follows the question mark; empty if there is none
     */
    Answer get(String path, String query) {
        try {
            return switch (path) {
                case "/api/v1/status" -> Answer.json(facts.status());
                case "/api/v1/host" -> Answer.json(facts.host());
                case "/api/v1/openapi.json" ->
                    Answer.json(Page.read("openapi.json").orElseThrow());
                case "/metrics" -> reports.metrics();
                default -> one(path, query);
            };
        } catch (DeployException e) {
            LOG.debug("dashboard: {}: {}", path, e.failure().what());
            return Answer.problem(503, "unavailable", e.failure().what());
        }
    }

    private Answer one(String path, String query) throws DeployException {
        var app = APP.matcher(path);
        if (app.matches()) {
            var answer = app.group(2) == null ? found(facts.app(app.group(1))) : deployments(app.group(1), query);
            return answer.status() == 404
                    ? Answer.problem(404, "not found", "the configuration has no app " + app.group(1))
                    : answer;
        }
        var deployment = DEPLOYMENT.matcher(path);
        if (deployment.matches()) {
            var id = Long.parseLong(deployment.group(1));
            return deployment.group(2) == null
                    ? found(facts.deployment(id))
                    : facts.log(id).map(Answer::text).orElseGet(Routes::nothing);
        }
        return nothing();
    }

    private Answer deployments(String app, String query) throws DeployException {
        var limit = limit(query);
        if (limit.isEmpty()) {
            return Answer.problem(400, "query", "the query must be n=1 to n=" + LARGEST_LIMIT + ", or left out");
        }
        return found(facts.deployments(app, limit.get()));
    }

    /** Empty if it is none. */
    private static Optional<Integer> limit(String query) {
        if (query.isEmpty()) {
            return Optional.of(DEFAULT_LIMIT);
        }
        var match = LIMIT.matcher(query);
        return match.matches()
                ? Optional.of(Integer.valueOf(match.group(1))).filter(n -> n >= 1 && n <= LARGEST_LIMIT)
                : Optional.empty();
    }

    private static Answer found(Optional<String> json) {
        return json.map(Answer::json).orElseGet(Routes::nothing);
    }

    private static Answer nothing() {
        return Answer.problem(404, "not found", "nothing is served at this path");
    }
}
