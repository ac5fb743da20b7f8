package dev.slipway.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.model.DashboardSpec;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The session: who one is here, and how one becomes somebody and nobody again. */
final class SignIn {
    static final String PATH = "/api/v1/session";

    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
    /** An attempt takes time, and who makes it may take his; the rest of the dashboard has to go on meanwhile. */
    private static final int MOST_AT_ONCE = 4;

    private final Supplier<DashboardSpec> spec;
    private final Doorkeeper door;
    private final Sessions sessions;
    private final Attempts attempts;
    private final BodyText body;
    private final Passwords passwords = new Passwords();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    SignIn(Supplier<DashboardSpec> spec, Doorkeeper door, Sessions sessions, Attempts attempts, BodyText body) {
        this.spec = spec;
        this.door = door;
        this.sessions = sessions;
        this.attempts = attempts;
        this.body = body;
    }

    Answer answer(Asked asked) {
        return switch (asked.method()) {
            case "GET", "HEAD" -> document(door.visitor(asked));
            case "POST" -> admitted(asked);
            case "DELETE" -> end(asked);
            default -> Answer.problem(405, "method", "GET, POST or DELETE").with("Allow", "GET, HEAD, POST, DELETE");
        };
    }

    private Answer document(Optional<Visitor> visitor) {
        var node = JsonNodeFactory.instance.objectNode();
        node.put("signed_in", visitor.isPresent()).put("may_act", visitor.isPresent());
        node.put(
                "sign_in",
                spec.get().access().password().map(ignored -> "password").orElse(null));
        node.put("csrf", visitor.flatMap(Visitor::csrf).orElse(null));
        return Answer.json(200, node);
    }

    private Answer admitted(Asked asked) {
        if (!places.tryAcquire()) {
            return tooMany();
        }
        try {
            return begin(asked);
        } catch (BodyText.Refusal e) {
            return e.answer();
        } finally {
            places.release();
        }
    }

    private Answer begin(Asked asked) throws BodyText.Refusal {
        var password = spec.get().access().password();
        if (password.isEmpty()) {
            return Answer.problem(
                    404, "sign-in", "nobody can sign in with a password here; set dashboard.password_file to let them");
        }
        if (!Doorkeeper.isSameOrigin(asked).orElse(true)) {
            return Answer.problem(401, "sign-in", "this did not come from the dashboard's own page");
        }
        var given =
                BodyText.text(body.read(asked, Set.of("password")), "password").orElse("");
        if (!attempts.take(asked.from())) {
            LOG.warn(
                    "dashboard: too many attempts to sign in, the last from {}",
                    asked.from().getHostAddress());
            return tooMany();
        }
        if (!passwords.matches(password.get(), given)) {
            LOG.warn("dashboard: a wrong password from {}", asked.from().getHostAddress());
            return Answer.problem(401, "sign-in", "that is not the password");
        }
        attempts.succeeded(asked.from());
        LOG.info("dashboard: somebody signed in from {}", asked.from().getHostAddress());
        var id = sessions.begin(password.get());
        return document(Optional.of(new Visitor("", Optional.of(sessions.csrf("session " + id)))))
                .with("Set-Cookie", cookie(id, asked));
    }

    private static Answer tooMany() {
        return Answer.problem(429, "sign-in", "too many attempts to sign in; wait half a minute")
                .with("Retry-After", String.valueOf(Attempts.EVERY.toSeconds()));
    }

    /** A page of another site cannot: it has no cookie of this one to send along ({@code SameSite}). */
    private Answer end(Asked asked) {
        asked.cookie(Doorkeeper.COOKIE).ifPresent(sessions::end);
        return document(Optional.empty()).with("Set-Cookie", cookie("", asked) + "; Max-Age=0");
    }

    private String cookie(String value, Asked asked) {
        var isHttps = door.isFromProxy(asked)
                && asked.header("X-Forwarded-Proto").filter("https"::equals).isPresent();
        return Doorkeeper.COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Strict" + (isHttps ? "; Secure" : "");
    }
}
