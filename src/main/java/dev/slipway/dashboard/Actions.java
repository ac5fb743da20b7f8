package dev.slipway.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Operations;
import dev.slipway.deploy.Time;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Failure;
import dev.slipway.model.Request;
import dev.slipway.model.Trigger;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person can have done to an app, as by the commands of the same names. */
final class Actions {
    private static final Logger LOG = LoggerFactory.getLogger(Actions.class);
    private static final Pattern PATH =
            Pattern.compile("/api/v1/apps/([a-z0-9][a-z0-9_.-]{0,62})/(poll|deploy|rollback|pause|resume)");
    private static final Map<String, Set<String>> KEYS = Map.of(
            "poll", Set.of(),
            "deploy", Set.of("commit", "retry?"),
            "rollback", Set.of("commit"),
            "pause", Set.of("reason"),
            "resume", Set.of());
    private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{4,64}");
    private static final Pattern REASON = Pattern.compile("[^\\p{Cntrl}]{1,200}");

    private final Operations operations;
    private final Doorkeeper door;
    private final BodyText body;
    private final Time time;

    Actions(Operations operations, Doorkeeper door, BodyText body, Time time) {
        this.operations = operations;
        this.door = door;
        this.body = body;
        this.time = time;
    }

    /** Empty if nothing can be done under this path. */
    Optional<Answer> answer(Asked asked) {
        var path = PATH.matcher(asked.path());
        if (!path.matches()) {
            return Optional.empty();
        }
        if (!asked.method().equals("POST")) {
            return Optional.of(
                    Answer.problem(405, "method", "this is done with POST").with("Allow", "POST"));
        }
        var visitor = door.visitor(asked);
        return door.refusalToAct(asked, visitor)
                .or(() -> Optional.of(act(path.group(1), path.group(2), asked, visitor.orElseThrow())));
    }

    private Answer act(String app, String action, Asked asked, Visitor visitor) {
        try {
            var wanted = body.read(asked, KEYS.getOrDefault(action, Set.of()));
            var answer = act(app, action, wanted);
            LOG.info("{}: {} by {}, at the dashboard", app, action, visitor.name());
            return answer;
        } catch (BodyText.Refusal e) {
            return e.answer();
        } catch (DeployException e) {
            return refusal(app, e.failure());
        }
    }

    private Answer act(String app, String action, ObjectNode wanted) throws DeployException, BodyText.Refusal {
        return switch (action) {
            case "poll" -> begin(Request.poll(app, time.now()));
            case "deploy" -> {
                var typed = commit(wanted);
                Optional<Commit> commit =
                        typed.isPresent() ? Optional.of(operations.resolve(app, typed.get())) : Optional.empty();
                yield begin(new Request(
                        app, Trigger.MANUAL, commit, wanted.path("retry").asBoolean(), time.now()));
            }
            case "rollback" -> {
                var target = operations.rollbackTarget(app, commit(wanted)).commit();
                yield begin(new Request(app, Trigger.ROLLBACK, Optional.of(target), false, time.now()));
            }
            case "pause" -> {
                operations.pause(app, reason(wanted));
                yield done(app);
            }
            default -> {
                operations.resume(app);
                yield done(app);
            }
        };
    }

    /** What comes of it is told as an event, and is in the history. */
    private Answer begin(Request request) throws DeployException {
        var unused = operations.submit(request);
        return Answer.json(
                202,
                document("accepted", request.app())
                        .put("commit", request.commit().map(Commit::sha).orElse(null)));
    }

    private static Answer done(String app) {
        return Answer.json(200, document("done", app));
    }

    private static ObjectNode document(String request, String app) {
        return JsonNodeFactory.instance.objectNode().put("request", request).put("app", app);
    }

    private static Optional<String> commit(ObjectNode wanted) throws BodyText.Refusal {
        var typed = BodyText.text(wanted, "commit");
        if (typed.filter(it -> !COMMIT.matcher(it).matches()).isPresent()) {
            throw new BodyText.Refusal(
                    Answer.problem(422, "value", "commit must be a commit id, or at least its first four digits"));
        }
        return typed;
    }

    private static String reason(ObjectNode wanted) throws BodyText.Refusal {
        var reason = BodyText.text(wanted, "reason").orElse("by hand");
        if (!REASON.matcher(reason).matches()) {
            throw new BodyText.Refusal(
                    Answer.problem(422, "value", "reason must be one line of at most 200 characters"));
        }
        return reason;
    }

    private static Answer refusal(String app, Failure failure) {
        var detail = failure.what() + (failure.next().isEmpty() ? "" : "; " + failure.next());
        if (failure.what().equals("the configuration has no app " + app)) {
            return Answer.problem(404, "not found", detail);
        }
        return failure.blame() == Blame.YOURS
                ? Answer.problem(422, "refused", detail)
                : Answer.problem(503, "unavailable", detail);
    }
}
