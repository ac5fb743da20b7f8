package dev.slipway.dashboard;

import dev.slipway.model.AccessSpec;
import dev.slipway.model.DashboardSpec;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Knows who comes, by token, by the word of a trusted proxy, or by a session; and whether he may do what he asks. */
final class Doorkeeper {
    static final String COOKIE = "slipway_session";
    private static final String BEARER = "bearer ";

    private final Supplier<DashboardSpec> spec;
    private final Sessions sessions;

    Doorkeeper(Supplier<DashboardSpec> spec, Sessions sessions) {
        this.spec = spec;
        this.sessions = sessions;
    }

    private AccessSpec access() {
        return spec.get().access();
    }

    /** Empty for whoever has not signed in. */
    Optional<Visitor> visitor(Asked asked) {
        var authorization = asked.header("Authorization").orElse("");
        if (authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            var given = authorization.substring(BEARER.length()).strip();
            return access().tokens().stream()
                    .filter(token -> Sessions.same(token.value().reveal(), given))
                    .map(token -> new Visitor("token " + token.name(), Optional.empty()))
                    .findFirst();
        }
        return byProxy(asked).or(() -> bySession(asked));
    }

    private Optional<Visitor> byProxy(Asked asked) {
        return access().proxy()
                .filter(ignored -> isFromProxy(asked))
                .flatMap(proxy -> asked.header(proxy.header()))
                .map(name -> name.strip().replaceAll("[^\\p{Graph} ]", "?"))
                .filter(name -> !name.isEmpty())
                .map(name -> new Visitor("user " + name, Optional.of(sessions.csrf("proxy " + name))));
    }

    private Optional<Visitor> bySession(Asked asked) {
        return access().password()
                .flatMap(password -> asked.cookie(COOKIE).filter(id -> sessions.isOpen(id, password)))
                .map(id -> new Visitor("a signed-in person", Optional.of(sessions.csrf("session " + id))));
    }

    boolean isFromProxy(Asked asked) {
        return access().proxy().stream()
                .flatMap(proxy -> proxy.from().stream())
                .anyMatch(range -> range.contains(asked.from()));
    }

    /** Why this may not be looked at; empty if it may. */
    Optional<Answer> refusalToRead(Asked asked) {
        return access().readBySignedIn() && visitor(asked).isEmpty()
                ? Optional.of(unknown("only those who signed in may look (dashboard.read)"))
                : Optional.empty();
    }

    /** Why nothing may be done in this visitor's name; empty if it may. */
    Optional<Answer> refusalToAct(Asked asked, Optional<Visitor> visitor) {
        if (visitor.isEmpty()) {
            return Optional.of(unknown(
                    access().canAnybodyAct()
                            ? "sign in first, or send a token (Authorization: Bearer …)"
                            : "this dashboard is read-only: nobody can sign in, as the configuration has no"
                                    + " dashboard.password_file, dashboard.tokens or dashboard.trusted_proxy"));
        }
        var csrf = visitor.get().csrf();
        if (csrf.isPresent()) {
            var shown = asked.header("X-Slipway-CSRF").orElse("");
            if (!Sessions.same(csrf.get(), shown) || !isSameOrigin(asked).orElse(false)) {
                return Optional.of(unknown("this did not come from the dashboard's own page, as far as can be told:"
                        + " the header X-Slipway-CSRF must be that of GET /api/v1/session, and Sec-Fetch-Site or"
                        + " Origin this site's; behind a proxy, let it pass the header Host on; then reload the page"));
            }
        }
        return Optional.empty();
    }

    private static Answer unknown(String detail) {
        return Answer.problem(401, "sign-in", detail).with("WWW-Authenticate", "Bearer");
    }

    /** Whether it came from a page of this very site, if the browser says so or otherwise; others say nothing. */
    static Optional<Boolean> isSameOrigin(Asked asked) {
        var site = asked.header("Sec-Fetch-Site");
        if (site.isPresent()) {
            return site.map("same-origin"::equals);
        }
        var host = asked.header("Host").orElse("").toLowerCase(Locale.ROOT);
        return asked.header("Origin").map(origin -> authority(origin).equals(host));
    }

    private static String authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority())
                    .orElse("-")
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "-";
        }
    }
}
